// Texts in the order of their bytes in UTF-8, as databases sort them: JavaScript's own puts signs beyond the first 65,536 elsewhere.

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** Below zero where the first text comes before the second. */
export const inBytes = (one: string, two: string): number => {
  const length = Math.min(one.length, two.length)
  for (let place = 0; place < length; place++) {
    const [a, b] = [one.charCodeAt(place), two.charCodeAt(place)]
    // of two that differ, half of a pair stands for a sign behind all those that need one unit only
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1
  }
  return one.length - two.length
}
