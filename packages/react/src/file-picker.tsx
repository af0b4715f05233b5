import type { ReactNode } from "react"
import type { Upload } from "@escucha/core/client"

/** What the choice of files is given. */
export interface FilePickerProps {
  readonly label: string
  /** As in `accept` of an input; nothing is shown without it. */
  readonly accept: string | undefined
  readonly onSend: (text: string, upload: Upload) => void
}

/** Lets somebody choose files to send. */
export const FilePicker = ({ label, accept, onSend }: FilePickerProps): ReactNode =>
  accept !== undefined && (
    <label className="escucha-attach">
      {label}
      <input
        type="file"
        multiple
        accept={accept}
        onChange={({ target }) => {
          for (const file of target.files ?? []) onSend("", { file })
          target.value = ""
        }}
      />
    </label>
  )
