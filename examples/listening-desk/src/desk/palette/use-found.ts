import { useEffect, useState } from "react"
import type { DeskClient, Found } from "../data/desk-client.ts"
import { asDeskError, type DeskError } from "../data/desk-error.ts"

/** What a search has come to. */
export type Search =
  | { readonly state: "idle" | "searching" }
  | { readonly state: "found"; readonly items: readonly Found[] }
  | { readonly state: "failed"; readonly error: DeskError }

const typing = 160
const shortest = 2

/** What the desk finds for `words`, asked a moment after the last key; an older answer never replaces a newer one. */
export const useFound = (client: DeskClient, words: string): Search => {
  const [search, setSearch] = useState<Search>({ state: "searching" })
  const asked = words.trim()
  const enough = asked.length >= shortest
  useEffect(() => {
    if (!enough) return
    const stop = new AbortController()
    const ask = async () => {
      try {
        const items = await client.search(asked, stop.signal)
        if (!stop.signal.aborted) setSearch({ state: "found", items })
      } catch (cause) {
        if (!stop.signal.aborted) setSearch({ state: "failed", error: asDeskError(cause) })
      }
    }
    const timer = setTimeout(() => void ask(), typing)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [client, asked, enough])
  return enough ? search : { state: "idle" }
}
