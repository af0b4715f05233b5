import { useEffect, type ReactNode } from "react"
import { type Resource, useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"

interface ShownProps<Data> {
  readonly resource: Resource<Data>
  /** How often it is read again while somebody looks at it, in milliseconds; not by itself, where it is left out. */
  readonly every?: number
  readonly children: (data: Data) => ReactNode
}

/** Something that is read from the desk: its shape while it is read, what went wrong, or itself, and whether it is old. */
export const Shown = <Data,>({ resource, every, children }: ShownProps<Data>) => {
  const { words } = useSpeech()
  const snapshot = useResource(resource)
  useEffect(() => {
    if (every === undefined) return
    const timer = setInterval(() => {
      if (!document.hidden) void resource.refresh()
    }, every)
    return () => clearInterval(timer)
  }, [resource, every])
  if (snapshot.state === "loading") return <Skeleton kind="card" rows={4} />
  if (snapshot.state === "failed") return <ProblemNote error={snapshot.error} onRetry={() => void resource.refresh()} />
  return (
    <>
      {snapshot.stale !== null && (
        <p className="ways-stale" role="alert">
          {words.problem.stale}
        </p>
      )}
      {children(snapshot.data)}
    </>
  )
}
