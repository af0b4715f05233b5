import { createContext, use } from "react"
import type { DeskClient } from "../data/desk-client.ts"
import type { DeskData } from "../data/desk-data.ts"
import { DeskError } from "../data/desk-error.ts"

/** What every part of the signed-in page works with. */
export interface Desk {
  readonly client: DeskClient
  readonly data: DeskData
  readonly user: { readonly name: string }
  readonly signOut: () => void
}

/** Carries the desk down the page. */
export const DeskContext = createContext<Desk | null>(null)

/** The desk that this colleague is signed in to. */
export const useDesk = (): Desk => {
  const desk = use(DeskContext)
  if (desk === null) throw new DeskError("unauthorized", "useDesk: render this inside <DeskContext>, after signing in")
  return desk
}
