import type { ReactNode } from "react"

/** What stands where there is nothing to show, and what to do about it. */
export const EmptyNote = ({
  title,
  note,
  children,
}: {
  readonly title: string
  readonly note?: string
  readonly children?: ReactNode
}) => (
  <div className="note" data-kind="empty">
    <svg className="note-wave" viewBox="0 0 26 20" aria-hidden="true">
      <path d="M2 10h0M7 8v4M12 9v2M17 8v4M22 9.5v1" />
    </svg>
    <p>
      <b>{title}</b>
    </p>
    {note !== undefined && <p>{note}</p>}
    {children}
  </div>
)
