import { useEffect, useRef, useState } from "react"
import type { ReplyFile } from "../../data/channel-client.ts"
import { isTypeIn } from "./fit.ts"

/** How a recording stands. */
export type Recording =
  | { readonly state: "idle" | "asking" }
  | { readonly state: "recording"; readonly since: number }
  | { readonly state: "failed"; readonly because: "denied" | "noMicrophone" }

const forms = ["audio/ogg;codecs=opus", "audio/mp4", "audio/webm;codecs=opus"] as const
const endings: { readonly [type: string]: string } = { "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/webm": "webm" }

const plain = (form: string): string => form.split(";", 1)[0] ?? ""

/** The form in which to record: one that the channel takes where the browser has such, else any that the browser has. */
export const formFor = (
  taken: readonly string[] | undefined,
  canRecord: (form: string) => boolean,
): string | undefined => {
  const able = forms.filter(canRecord)
  return able.find((form) => taken === undefined || isTypeIn(plain(form), taken)) ?? able[0]
}

const supports = (form: string): boolean => typeof MediaRecorder === "function" && MediaRecorder.isTypeSupported(form)

interface Session {
  readonly recorder: MediaRecorder
  readonly stream: MediaStream
  isKept: boolean
}

/** Whether somebody or something said no, and not a fault of ours. */
const isNo = (cause: unknown): cause is DOMException => cause instanceof DOMException

/**
 * Records a voice note. The browser asks for the microphone when it begins, and the light goes out when it ends, whichever way.
 * `taken` are the types that the channel takes.
 */
export const useRecorder = (taken: readonly string[] | undefined, onDone: (file: ReplyFile) => void) => {
  const [recording, setRecording] = useState<Recording>({ state: "idle" })
  const session = useRef<Session | null>(null)
  const gone = useRef(false)
  const end = (isKept: boolean) => {
    const open = session.current
    if (open === null) return
    open.isKept = isKept
    if (open.recorder.state !== "inactive") open.recorder.stop()
    for (const track of open.stream.getTracks()) track.stop()
    session.current = null
    setRecording({ state: "idle" })
  }
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      const open = session.current
      for (const track of open?.stream.getTracks() ?? []) track.stop()
      session.current = null
    }
  }, [])
  const begin = (stream: MediaStream, form: string) => {
    const recorder = new MediaRecorder(stream, { mimeType: form })
    const open: Session = { recorder, stream, isKept: false }
    const chunks: Blob[] = []
    recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data))
    recorder.addEventListener("stop", () => {
      if (!open.isKept) return
      const blob = new Blob(chunks, { type: plain(form) })
      onDone({ id: crypto.randomUUID(), blob, name: `voice.${endings[plain(form)] ?? "bin"}`, isVoice: true })
    })
    recorder.start()
    session.current = open
    setRecording({ state: "recording", since: Date.now() })
  }
  const start = async () => {
    const form = formFor(taken, supports)
    if (form === undefined || !("mediaDevices" in navigator))
      return setRecording({ state: "failed", because: "noMicrophone" })
    setRecording({ state: "asking" })
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      if (gone.current) for (const track of stream.getTracks()) track.stop()
      else begin(stream, form)
    } catch (cause) {
      if (!isNo(cause)) throw cause
      setRecording({ state: "failed", because: cause.name === "NotFoundError" ? "noMicrophone" : "denied" })
    }
  }
  return { recording, start, keep: () => end(true), cancel: () => end(false) }
}
