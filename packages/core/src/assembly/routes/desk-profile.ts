import type { DeskDone, DeskErasure, DeskExport, DeskTie } from "../../client/wire-person.ts"
import { InputError } from "../../kernel/errors.ts"
import { isStream } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import { textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { Doors } from "../doors.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { nameOf } from "../rows.ts"
import { type Cut, guessIn, joinPreview, pairOf, partsWithout, personPage, tiesOf } from "./desk-person.ts"
import { type Colleague, fieldsOf, pageOf, type Seated, type Sitting, wholeOf } from "./desk-sitting.ts"

type Fields = { readonly [field: string]: unknown }

const longestReason = 1_000
const mostTies = 200

const customerOf = (loop: Loop, { call: { parameters } }: Sitting) => wholeOf(loop, parameters["id"])

const reasonOf = (fields: Fields): string => textField(fields, "reason", longestReason)

const isEnds = (value: unknown): value is DeskTie["ends"] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((end) => typeof end === "string" && isStream(end)) &&
  value[0] !== value[1]

const listIn = <Item>(
  fields: Fields,
  field: string,
  isItem: (value: unknown) => value is Item,
  what: string,
): readonly Item[] => {
  const given = fields[field] ?? []
  if (!Array.isArray(given) || given.length > mostTies || !given.every(isItem))
    throw new InputError("invalid", field, `give a list of at most ${mostTies} ${what}`)
  return given
}

const isTie = (value: unknown): value is DeskTie =>
  typeof value === "object" &&
  value !== null &&
  "link" in value &&
  typeof value.link === "string" &&
  "ends" in value &&
  isEnds(value.ends)

/** What a colleague takes out. Throws `InputError` where it is neither a link nor a place. */
const cutOf = (link: unknown, place: unknown): Cut => {
  if (typeof link === "string" && link !== "") return { link }
  if (typeof place === "string" && isStream(place)) return { place }
  throw new InputError("invalid", "link", "name a link or a place of this customer")
}

/** Throws `InputError` where a deed is about other people's places than this customer's, or about none. */
const mustConcern = async (
  loop: Loop,
  customer: Whole<State>,
  pairs: readonly DeskTie["ends"][],
  lift: readonly DeskTie[],
): Promise<void> => {
  if (pairs.length === 0) throw new InputError("invalid", "pairs", "name at least one pair of places")
  if (!pairs.flat().some((end) => customer.streams.has(end)))
    throw new InputError("conflict", "pairs", "none of these places is the customer's any more; load them again")
  const named = new Set(pairs.map((ends) => [...ends].sort().join()))
  if (lift.some(({ ends }) => !named.has([...ends].sort().join())))
    throw new InputError("invalid", "lift", "take back only what keeps these pairs apart")
  for (const end of new Set(pairs.flat())) await wholeOf(loop, end, "pairs")
}

const distinct = (pairs: readonly DeskTie["ends"][]): readonly DeskTie["ends"][] => [
  ...new Map(pairs.map((ends) => [[...ends].sort().join(), ends])).values(),
]

/** What is said of pairs of places, one by one: in the colleague's name, and each under an id of its own. */
const createTies = ({ identities }: Doors) => {
  const retract = async (ties: readonly DeskTie[], id: string, reason: string): Promise<void> => {
    for (const [place, { link, ends }] of ties.entries())
      await identities.retract(ends[0], ends[1], link, { id: `${id}/${place}`, reason })
  }
  const link = async (
    pairs: readonly DeskTie["ends"][],
    id: string,
    { name }: Colleague,
    evidence: string,
  ): Promise<DeskDone> => {
    const links: DeskTie[] = []
    let refused: string | null = null
    for (const [place, ends] of pairs.entries()) {
      const said = await identities.link(...ends, { id: `${id}/${place}`, source: name, trust: "manual", evidence })
      refused ??= said.refused ?? null
      links.push({ link: said.link, ends })
    }
    return { links, apart: [], refused }
  }
  const keepApart = async (
    pairs: readonly DeskTie["ends"][],
    id: string,
    { name }: Colleague,
    reason: string,
  ): Promise<readonly DeskTie[]> => {
    const said: DeskTie[] = []
    for (const [place, ends] of distinct(pairs).entries()) {
      const apart = await identities.keepApart(...ends, { id: `${id}/${place}`, by: name, reason })
      said.push({ link: apart.id, ends })
    }
    return said
  }
  return { retract, link, keepApart }
}

/** The id of a deed of the desk: the one that the page gave, so that a retry is the same deed. */
const deedId = (fields: Fields): string => `desk:${textField(fields, "id", 128)}`

const createIdentityActs = (loop: Loop, doors: Doors) => {
  const ties = createTies(doors)
  const join = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const [id, reason] = [deedId(fields), reasonOf(fields)]
    const pairs = listIn(fields, "pairs", isEnds, "pairs of places")
    const lift = listIn(fields, "lift", isTie, "words that keep two apart")
    await mustConcern(loop, await customerOf(loop, sitting), pairs, lift)
    await ties.retract(lift, `${id}/lift`, `${sitting.name}: ${reason}`)
    return json(200, await ties.link(pairs, id, sitting, reason))
  }
  const takeApart = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const [id, reason] = [deedId(fields), reasonOf(fields)]
    const links = tiesOf(await customerOf(loop, sitting), cutOf(fields["link"], fields["place"]))
    const pairs = links.map(({ ends }) => ends)
    await ties.retract(links, id, `${sitting.name}: ${reason}`)
    const apart = fields["keep"] === true ? await ties.keepApart(pairs, id, sitting, reason) : []
    return json(200, { links, apart, refused: null } satisfies DeskDone)
  }
  const guessed = async (sitting: Sitting) => {
    const fields = fieldsOf(sitting)
    const ends = guessIn(await wholeOf(loop, textField(fields, "customer")), sitting.call.parameters["link"] ?? "")
    if (!ends) throw new InputError("unknown", "link", "nobody guesses this pair any more; load them again")
    return { fields, ends, id: deedId(fields) }
  }
  const accept = async (sitting: Sitting): Promise<WebResponse> => {
    const { ends, id } = await guessed(sitting)
    return json(200, await ties.link([ends], id, sitting, `accepted ${sitting.call.parameters["link"]}`))
  }
  const refuse = async (sitting: Sitting): Promise<WebResponse> => {
    const { ends, id, fields } = await guessed(sitting)
    const apart = await ties.keepApart([ends], id, sitting, reasonOf(fields))
    return json(200, { links: [], apart, refused: null } satisfies DeskDone)
  }
  return { join, takeApart, accept, refuse }
}

const createDataActs = (loop: Loop, doors: Doors) => {
  const consent = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id: customer } = await customerOf(loop, sitting)
    const decision = textField(fields, "decision", 16)
    if (decision !== "grant" && decision !== "withdraw")
      throw new InputError("invalid", "decision", 'give "grant" or "withdraw"')
    const status = await doors.consents.record(customer, {
      id: deedId(fields),
      purpose: textField(fields, "purpose", 128),
      channel: textField(fields, "channel", 64),
      decision,
      method: "verbal",
      actor: sitting.name,
      evidence: { note: textField(fields, "said", longestReason) },
    })
    return json(200, { status })
  }
  const rectify = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id: customer } = await customerOf(loop, sitting)
    const { traits } = fields
    if (typeof traits !== "object" || traits === null || Array.isArray(traits))
      throw new InputError("invalid", "traits", "give an object: each trait with its right value, or null")
    const status = await doors.customers.rectify(customer, {
      id: deedId(fields),
      traits,
      reason: reasonOf(fields),
      by: sitting.name,
    })
    return json(200, { status })
  }
  const exportAll = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id: customer } = await customerOf(loop, sitting)
    const format = textField(fields, "format", 8)
    if (format !== "json" && format !== "csv") throw new InputError("invalid", "format", 'give "json" or "csv"')
    const files = await doors.customers.export(customer, { format, by: sitting.name })
    if (!files) throw new InputError("unknown", "customer", "nobody has this id")
    const made: DeskExport = {
      by: sitting.name,
      at: loop.clock.now(),
      files: await Promise.all(files.map(async ({ name, type, text }) => ({ name, type, content: await text() }))),
    }
    return json(200, made)
  }
  const erase = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const customer = await customerOf(loop, sitting)
    if (plain(textField(fields, "name")) !== plain(nameOf(customer)))
      throw new InputError("invalid", "name", "type the customer's name as the desk shows it")
    const receipt = await doors.customers.erase(customer.id, { by: sitting.name })
    if (!receipt) throw new InputError("unknown", "customer", "nobody has this id")
    const { streams, entries, identifiers } = receipt
    const erased: DeskErasure = { by: sitting.name, at: loop.clock.now(), counts: { streams, entries, identifiers } }
    return json(200, erased)
  }
  return { consent, rectify, exportAll, erase }
}

const plain = (name: string): string => name.trim().toLocaleLowerCase()

const createReads = (loop: Loop, doors: Doors) => {
  const pairs = async ({ call: { query } }: Sitting) => {
    const { items, ...rest } = await doors.identities.suggestions(pageOf(query))
    const found = await Promise.all(
      items.map(({ id, ends, ...guess }) =>
        pairOf(loop, { ...guess, link: id, ends: [ends[0].stream, ends[1].stream] }),
      ),
    )
    return json(200, { ...rest, items: found.filter((pair) => pair !== undefined) })
  }
  const person = async (sitting: Sitting) => json(200, await personPage(loop, await customerOf(loop, sitting)))
  const parts = async (sitting: Sitting) => {
    const { query } = sitting.call
    const customer = await customerOf(loop, sitting)
    return json(200, partsWithout(loop, customer, tiesOf(customer, cutOf(query.get("link"), query.get("place")))))
  }
  const preview = async (sitting: Sitting) => {
    const one = await customerOf(loop, sitting)
    const two = await wholeOf(loop, sitting.call.query.get("with") ?? undefined, "with")
    if (one.id === two.id) throw new InputError("conflict", "with", "they are one person already")
    return json(200, await joinPreview(loop, one, two))
  }
  return { pairs, person, parts, preview }
}

/** `/desk/*` about who somebody is, what they agreed to, and their data: for colleagues with a session. */
export const deskProfileRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => {
  const reads = createReads(loop, doors)
  const identity = createIdentityActs(loop, doors)
  const data = createDataActs(loop, doors)
  const of = "/desk/customers/:id"
  return [
    { method: "GET", path: `${of}/person`, answer: seated(reads.person) },
    { method: "GET", path: `${of}/parts`, answer: seated(reads.parts) },
    { method: "GET", path: `${of}/join`, answer: seated(reads.preview) },
    { method: "POST", path: `${of}/join`, answer: seated(identity.join) },
    { method: "POST", path: `${of}/take-apart`, answer: seated(identity.takeApart) },
    { method: "POST", path: `${of}/consents`, answer: seated(data.consent) },
    { method: "POST", path: `${of}/rectify`, answer: seated(data.rectify) },
    { method: "POST", path: `${of}/export`, answer: seated(data.exportAll) },
    { method: "POST", path: `${of}/erase`, answer: seated(data.erase) },
    { method: "GET", path: "/desk/pairs", answer: seated(reads.pairs) },
    { method: "POST", path: "/desk/pairs/:link/accept", answer: seated(identity.accept) },
    { method: "POST", path: "/desk/pairs/:link/refuse", answer: seated(identity.refuse) },
  ]
}
