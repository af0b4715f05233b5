/** How a promise stands. `share` is the part of its time that is left, 0–1; spans are milliseconds. */
export type Remaining =
  | { readonly state: "ample" | "soon"; readonly left: number; readonly share: number }
  | { readonly state: "late"; readonly over: number }

const soonShare = 1 / 3

/** How a promise made at `since` and due at `due` stands at `now`. `soon` is its last third. */
export const remaining = (since: number, due: number, now: number): Remaining => {
  const left = due - now
  if (left < 0) return { state: "late", over: -left }
  const share = due > since ? Math.min(1, left / (due - since)) : 1
  return { state: share < soonShare ? "soon" : "ample", left, share }
}
