import type { CustomerId, DeskChannels, DeskPerson, Pulse } from "@escucha/core"
import type { Hours } from "../route.ts"
import type { FileLink, FileName } from "./channel-client.ts"
import { createCustomerPage, type CustomerPage } from "./customer-page.ts"
import type { DeskClient, InboxFilter } from "./desk-client.ts"
import { createInboxList, type InboxList } from "./inbox-list.ts"
import { createPairList, type PairList } from "./pair-list.ts"
import { keep } from "./keep.ts"
import { createReplies, type Replies } from "./replies.ts"
import { createResource, type Resource } from "./resource.ts"
import { createSurveyData, type SurveyData } from "./survey-data.ts"
import { createTyping, type Typing } from "./typing.ts"

/** All that the page has read. Each part is kept, so that going back shows it at once while it is read again. */
export interface DeskData extends SurveyData {
  readonly inbox: (filter: InboxFilter) => InboxList
  readonly customer: (id: CustomerId) => CustomerPage
  readonly pulse: (hours: Hours) => Resource<Pulse>
  /** Why we think that a customer is one person, and what proves what they agreed to. */
  readonly person: (id: CustomerId) => Resource<DeskPerson>
  /** Customers who may be one person. */
  readonly pairs: PairList
  readonly replies: Replies
  /** How each channel does, and what it carries. */
  readonly channels: Resource<DeskChannels>
  /** Where a file of a conversation is to be had. */
  readonly file: (name: FileName) => Resource<FileLink>
  readonly typing: Typing
}

/** A link is asked for again when it will end soon. */
const soon = 300_000

const createFileLink = (client: DeskClient, name: FileName): Resource<FileLink> =>
  createResource<FileLink>(async (held) => {
    const known = held()
    return known !== null && known.expiresAt - Date.now() > soon ? known : client.fileLink(name)
  })

/** The page's data, read by `client`. */
export const createDeskData = (client: DeskClient): DeskData => {
  const customer = keep<CustomerId, CustomerPage>(
    40,
    (id) => createCustomerPage(client, id),
    (id) => id,
  )
  return {
    customer,
    inbox: keep(
      12,
      (filter) => createInboxList(client, filter),
      ({ list, mood }) => `${list} ${mood ?? ""}`,
    ),
    person: keep<CustomerId, Resource<DeskPerson>>(
      12,
      (id) => createResource(() => client.person(id)),
      (id) => id,
    ),
    pairs: createPairList(client),
    pulse: keep<Hours, Resource<Pulse>>(4, (hours) => createResource(() => client.pulse(hours)), String),
    channels: createResource(() => client.channels()),
    ...createSurveyData(client),
    file: keep<FileName, Resource<FileLink>>(
      400,
      (name) => createFileLink(client, name),
      ({ customer: of, entry, part }) => `${of} ${entry} ${part}`,
    ),
    typing: createTyping(),
    replies: createReplies(client, (id) => customer(id).refresh()),
  }
}
