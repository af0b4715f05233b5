import { useEffect, useRef, useState, type ReactNode } from "react"

const near = "600px 0px"

/** Shows what is in it once the reader comes near: until then it only keeps a place, and nothing is asked for. */
export const WhenNear = ({ children }: { readonly children: ReactNode }) => {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      { root: element.closest(".lines"), rootMargin: near }, // a margin holds for the root alone
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return isNear ? (
    children
  ) : (
    <div ref={place} className="media-place">
      <span />
    </div>
  )
}
