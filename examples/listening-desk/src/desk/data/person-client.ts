import type {
  CustomerId,
  DeskDone,
  DeskErasure,
  DeskExport,
  DeskJoin,
  DeskPair,
  DeskParts,
  DeskPerson,
  DeskTie,
  StreamId,
} from "@escucha/core"
import type { Page } from "./desk-client.ts"

/** What is taken out of a customer: one link, or a place with all of its links. */
export type Cut = { readonly link: string } | { readonly place: StreamId }

/** Who a deed is about, and its id: a retry with the same id is the same deed. */
export interface Deed {
  readonly id: string
  readonly customer: CustomerId
}

/** What became of a deed: written, or written already by an earlier attempt. */
export interface DeedStatus {
  readonly status: string
}

/** Something that a customer said to a colleague about what we may send them. */
export interface SaidConsent {
  readonly purpose: string
  readonly channel: string
  readonly decision: "grant" | "withdraw"
  /** Their words, or how they said it. */
  readonly said: string
}

/** The desk's routes about who somebody is. Each rejects with a `DeskError` and with nothing else. */
export interface PersonClient {
  readonly person: (id: CustomerId) => Promise<DeskPerson>
  readonly pairs: (after: string | null) => Promise<Page<DeskPair>>
  /** What joining these two would give. */
  readonly previewJoin: (id: CustomerId, other: CustomerId) => Promise<DeskJoin>
  /** Joins places, pair by pair; first `lift` takes back what keeps them apart. */
  readonly join: (
    deed: Deed,
    pairs: readonly DeskTie["ends"][],
    reason: string,
    lift?: readonly DeskTie[],
  ) => Promise<DeskDone>
  /** Who there would be without this. */
  readonly previewParts: (id: CustomerId, cut: Cut) => Promise<DeskParts>
  /** `keep` says as well that they are not one person, so that nothing joins them again. */
  readonly takeApart: (deed: Deed, cut: Cut, reason: string, keep: boolean) => Promise<DeskDone>
  readonly acceptPair: (deed: Deed, link: string) => Promise<DeskDone>
  readonly refusePair: (deed: Deed, link: string, reason: string) => Promise<DeskDone>
  readonly recordConsent: (deed: Deed, consent: SaidConsent) => Promise<DeedStatus>
  readonly rectify: (deed: Deed, traits: { readonly [name: string]: unknown }, reason: string) => Promise<DeedStatus>
  readonly exportCustomer: (deed: Deed, format: "json" | "csv") => Promise<DeskExport>
  readonly erase: (deed: Deed, name: string) => Promise<DeskErasure>
}

interface Calls {
  readonly get: <Body>(path: string) => Promise<Body>
  readonly post: <Body>(path: string, body: unknown) => Promise<Body>
}

const cutQuery = (cut: Cut): string => String(new URLSearchParams({ ...cut }))

/** The routes about who somebody is, over the calls of a session. */
export const createPersonClient = ({ get, post }: Calls): PersonClient => {
  const act = <Body>({ id, customer }: Deed, verb: string, detail: object): Promise<Body> =>
    post(`/desk/customers/${customer}/${verb}`, { id, ...detail })
  const decide = ({ id, customer }: Deed, link: string, verb: "accept" | "refuse", detail: object) =>
    post<DeskDone>(`/desk/pairs/${encodeURIComponent(link)}/${verb}`, { id, customer, ...detail })
  return {
    person: (id) => get(`/desk/customers/${id}/person`),
    pairs: (after) => get(`/desk/pairs${after === null ? "" : `?after=${encodeURIComponent(after)}`}`),
    previewJoin: (id, other) => get(`/desk/customers/${id}/join?with=${other}`),
    join: (deed, pairs, reason, lift = []) => act(deed, "join", { pairs, reason, lift }),
    previewParts: (id, cut) => get(`/desk/customers/${id}/parts?${cutQuery(cut)}`),
    takeApart: (deed, cut, reason, keep) => act(deed, "take-apart", { ...cut, reason, keep }),
    acceptPair: (deed, link) => decide(deed, link, "accept", {}),
    refusePair: (deed, link, reason) => decide(deed, link, "refuse", { reason }),
    recordConsent: (deed, consent) => act(deed, "consents", consent),
    rectify: (deed, traits, reason) => act(deed, "rectify", { traits, reason }),
    exportCustomer: (deed, format) => act(deed, "export", { format }),
    erase: (deed, name) => act(deed, "erase", { name }),
  }
}
