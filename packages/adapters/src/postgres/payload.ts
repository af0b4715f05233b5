/** The list that somebody told on a channel; empty where it is none: whoever may connect to the database may tell what they like there. */
export const listIn = (payload: string): readonly unknown[] => {
  try {
    const told: unknown = JSON.parse(payload)
    return Array.isArray(told) ? told : []
  } catch {
    return [] // somebody else told something on a channel of this name
  }
}
