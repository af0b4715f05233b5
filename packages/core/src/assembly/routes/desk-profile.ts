import type { DeskDone, DeskErasure, DeskExport, DeskTie } from "../../client/wire-person.ts"
import { InputError } from "../../kernel/errors.ts"
import { inputId, isStream } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import { textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { Doors } from "../doors.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { nameOf } from "../rows.ts"
import { type Cut, joinPreview, partsWithout, personPage, suggestionIn, tiesOf } from "./desk-person.ts"
import { fieldsOf, type Seated, type Sitting, wholeOf } from "./desk-sitting.ts"

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

/** Each step of a deed has an id of its own, made from the one that the page gave: a retry is the same deed. */
const stepId = (kind: string, id: string, place: number) => inputId(`${kind}:desk:${id}/${place}`)

const nameTies = async (loop: Loop, customer: Whole<State>, pairs: readonly DeskTie["ends"][]): Promise<void> => {
  if (pairs.length === 0) throw new InputError("invalid", "pairs", "name at least one pair of places")
  if (!pairs.flat().some((end) => customer.streams.has(end)))
    throw new InputError("conflict", "pairs", "none of these places is the customer's any more; load them again")
  for (const end of new Set(pairs.flat())) await wholeOf(loop, end, "pairs")
}

const createTies = (loop: Loop) => {
  const retract = async (ties: readonly DeskTie[], id: string, reason: string, kind = "retract"): Promise<void> => {
    for (const [place, { link, ends }] of ties.entries())
      await loop.post({
        kind: "retract",
        id: stepId(kind, id, place),
        on: ends[0],
        with: [ends[1]],
        link: inputId(link),
        reason,
      })
  }
  const link = async (
    pairs: readonly DeskTie["ends"][],
    id: string,
    by: string,
    reason: string,
  ): Promise<readonly DeskTie[]> => {
    const made: DeskTie[] = []
    for (const [place, ends] of pairs.entries()) {
      const linkId = stepId("link", id, place)
      await loop.post({
        kind: "link",
        id: linkId,
        on: ends[0],
        with: [ends[1]],
        source: by,
        trust: "manual",
        evidence: reason,
      })
      made.push({ link: linkId, ends })
    }
    return made
  }
  const keepApart = async (
    pairs: readonly DeskTie["ends"][],
    id: string,
    by: string,
    reason: string,
  ): Promise<readonly DeskTie[]> => {
    const said: DeskTie[] = []
    for (const [place, ends] of pairs.entries()) {
      const apart = stepId("keep-apart", id, place)
      await loop.post({ kind: "keep-apart", id: apart, on: ends[0], with: [ends[1]], reason, by })
      said.push({ link: apart, ends })
    }
    return said
  }
  return { retract, link, keepApart }
}

const createIdentityActs = (loop: Loop) => {
  const ties = createTies(loop)
  const join = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const id = textField(fields, "id", 128)
    const reason = reasonOf(fields)
    const pairs = listIn(fields, "pairs", isEnds, "pairs of places")
    const lift = listIn(fields, "lift", isTie, "words that keep two apart")
    await nameTies(loop, await customerOf(loop, sitting), pairs)
    await ties.retract(lift, id, `${sitting.name}: ${reason}`, "lift")
    const links = await ties.link(pairs, id, sitting.name, reason)
    return json(200, { links, apart: [] } satisfies DeskDone)
  }
  const takeApart = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const id = textField(fields, "id", 128)
    const reason = reasonOf(fields)
    const cut = cutOf(fields["link"], fields["place"])
    const keep = fields["keep"] === true
    const links = tiesOf(await customerOf(loop, sitting), cut)
    await ties.retract(links, id, `${sitting.name}: ${reason}`)
    const pairs = [...new Map(links.map(({ ends }) => [ends.join(), ends])).values()]
    const apart = keep ? await ties.keepApart(pairs, id, sitting.name, reason) : []
    return json(200, { links, apart } satisfies DeskDone)
  }
  const suggested = async (sitting: Sitting) => {
    const fields = fieldsOf(sitting)
    const link = sitting.call.parameters["link"] ?? ""
    const customer = await wholeOf(loop, textField(fields, "customer"))
    const said = suggestionIn(customer, link)
    if (!said) throw new InputError("unknown", "link", "this pair was decided already; load them again")
    return { id: textField(fields, "id", 128), said, fields }
  }
  const accept = async (sitting: Sitting): Promise<WebResponse> => {
    const { id, said, fields } = await suggested(sitting)
    const reason =
      typeof fields["reason"] === "string" && fields["reason"].trim() !== "" ? reasonOf(fields) : "accepted"
    const links = await ties.link([said], id, sitting.name, reason)
    return json(200, { links, apart: [] } satisfies DeskDone)
  }
  const refuse = async (sitting: Sitting): Promise<WebResponse> => {
    const { id, said, fields } = await suggested(sitting)
    const apart = await ties.keepApart([said], id, sitting.name, reasonOf(fields))
    return json(200, { links: [], apart } satisfies DeskDone)
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
      id: `desk:${textField(fields, "id", 128)}`,
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
      id: `desk:${textField(fields, "id", 128)}`,
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

const createReads = (loop: Loop) => {
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
    return json(200, joinPreview(loop, one, two))
  }
  return { person, parts, preview }
}

/** `/desk/*` about who somebody is, what they agreed to, and their data: for colleagues with a session. */
export const deskProfileRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => {
  const reads = createReads(loop)
  const identity = createIdentityActs(loop)
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
    { method: "POST", path: "/desk/pairs/:link/accept", answer: seated(identity.accept) },
    { method: "POST", path: "/desk/pairs/:link/refuse", answer: seated(identity.refuse) },
  ]
}
