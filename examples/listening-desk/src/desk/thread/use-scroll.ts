import { useLayoutEffect, useRef, type RefObject } from "react"

const near = 120

/**
 * Keeps the reader's place in a thread: it opens at its end, follows new lines while the reader is there, and stays on the same line
 * when earlier ones are put above it. `first` and `last` name the lines at both ends.
 */
export const useScroll = (scroller: RefObject<HTMLElement | null>, first: string, last: string): void => {
  const seen = useRef({ first: "", last: "", height: 0 })
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near
    }
    const onResize = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight })
    })
    element.addEventListener("scroll", onScroll, { passive: true })
    for (const watched of [element, ...element.children]) onResize.observe(watched)
    return () => {
      element.removeEventListener("scroll", onScroll)
      onResize.disconnect()
    }
  }, [scroller])
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const before = seen.current
    if (last !== before.last ? atEnd.current : before.last === "") element.scrollTo({ top: element.scrollHeight })
    else if (first !== before.first) {
      atEnd.current = false // who asked for earlier lines wants to read them
      element.scrollBy({ top: element.scrollHeight - before.height })
    }
    seen.current = { first, last, height: element.scrollHeight }
  }, [scroller, first, last])
}
