/** How likely it is that somebody comes back, in words: the figure stands beside them. */
export type Alive = "high" | "likely" | "unlikely" | "gone"

/** The words for a probability between 0 and 1. */
export const aliveOf = (probability: number): Alive => {
  if (probability >= 0.8) return "high"
  if (probability >= 0.5) return "likely"
  return probability >= 0.2 ? "unlikely" : "gone"
}
