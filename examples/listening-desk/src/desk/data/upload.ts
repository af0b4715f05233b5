import { DeskError, errorOf } from "./desk-error.ts"

interface Upload {
  readonly path: string
  readonly token: string
  readonly blob: Blob
  /** Told how much of it has left, 0–1. */
  readonly onProgress: (share: number) => void
}

const patience = 300_000

/** `audio/webm;codecs=opus` is `audio/webm` to whoever keeps it. */
const plainType = (type: string): string => (type.split(";", 1)[0] ?? "").trim() || "application/octet-stream"

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null // a proxy's page instead of JSON: the status says enough
    throw error
  }
}

/** Sends a file, and tells how far it is: `fetch` cannot say that. Rejects with a `DeskError` and with nothing else. */
export const uploadFile = ({ path, token, blob, onProgress }: Upload): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const offline = () => reject(new DeskError("offline", "the desk could not be reached"))
    request.open("POST", path)
    request.timeout = patience
    request.setRequestHeader("authorization", `Bearer ${token}`)
    request.setRequestHeader("content-type", plainType(blob.type))
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    request.addEventListener("error", offline)
    request.addEventListener("abort", offline)
    request.addEventListener("timeout", offline)
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve()
      else reject(errorOf(request.status, bodyOf(request.responseText)))
    })
    request.send(blob)
  })
