import { useLayoutEffect, useRef, type RefObject } from "react"

const calm = "(prefers-reduced-motion: reduce)"
const glide = { duration: 150, easing: "ease-out" }

/** Lets the rows of a list glide to their new place when their order changed: nothing moves that did not move. */
export const useMovedRows = (list: RefObject<HTMLElement | null>): void => {
  const places = useRef(new Map<string, number>())
  useLayoutEffect(() => {
    const before = places.current
    const after = new Map<string, number>()
    const still = matchMedia(calm).matches
    for (const row of list.current?.children ?? []) {
      if (!(row instanceof HTMLElement)) continue
      const id = row.dataset["customer"] ?? ""
      const top = row.offsetTop
      const moved = (before.get(id) ?? top) - top
      after.set(id, top)
      if (moved !== 0 && !still) row.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], glide)
    }
    places.current = after
  })
}
