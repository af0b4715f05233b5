import { useEffect, useRef } from "react"

/** The title of a step within a window; it takes the focus, so that reading goes on from there. */
export const StepHead = ({ title }: { readonly title: string }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <h3 className="step-head" ref={heading} tabIndex={-1}>
      {title}
    </h3>
  )
}
