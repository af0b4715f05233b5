import { editDistance } from "../../kernel/edit-distance.ts"

/** The name that somebody most likely meant, one or two letters away; `undefined` where none is that near. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const most = name.length < 3 ? 0 : name.length < 5 ? 1 : 2
  let best: string | undefined
  let least = most + 1
  for (const each of names) {
    const far = editDistance(name.toLowerCase(), each.toLowerCase(), most)
    if (far < least) [best, least] = [each, far]
  }
  return best
}
