import type { AnyDefinition } from "../../survey/definition.ts"
import type { Response } from "../../survey/response.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { CampaignMember } from "../survey/campaign.ts"
import type { CampaignPageRequest, CampaignView } from "../survey/campaign-view.ts"
import type { AroundAsking, LaunchOptions } from "../survey/launch-options.ts"
import type { PollResults } from "../survey/poll.ts"
import type { PublishOptions } from "../survey/publish-poll.ts"
import type { PublishedPoll } from "../survey/published-poll.ts"

/** How a survey is put to a customer. */
export interface AskOptions extends AroundAsking {
  /** Your id of this response: asking again with the same id changes nothing. */
  readonly id?: string
}

/**
 * What became of asking: the response that waits, or why the customer was spared; `known`, where everything that it asks is known, so
 * that the response is complete without a question.
 */
export type Asking =
  | { readonly status: "asked" | "duplicate"; readonly response: string }
  | { readonly status: "withheld"; readonly because: string }

/** What customers are asked. */
export interface SurveysDoor {
  /** Asks a customer on a channel of theirs; the first question leaves as a message, held like everything that we start. */
  readonly ask: (customer: string, survey: AnyDefinition | string, options?: AskOptions) => Promise<Asking>
  /** Takes an answer from a page; a chat is read by itself. A response of a new id begins with it. */
  readonly answer: (
    customer: string,
    answer: {
      readonly survey: string
      readonly response: string
      readonly question: string
      readonly value: unknown
      readonly id?: string
    },
  ) => Promise<Response>
  /**
   * A link by which a customer goes on with a response on a page, wherever it began; or begins one there, where you name a survey, for a
   * receipt or a message of your own. Whoever has it can read and change what was answered. Needs `secret` and `publicUrl`.
   */
  readonly link: (customer: string, to: string | { readonly survey: string }) => Promise<string>
  /**
   * The responses of a customer that wait or were completed last. Of a survey that is not `identified` they say that it was answered, and
   * not what.
   */
  readonly responses: (customer: string) => Promise<readonly Response[]>
  /**
   * Asks many: a segment, a list or everybody, or a sample of them. Who was asked lately, has said stop or has no address is spared, and
   * the list says why. Resolves when everybody was dealt with; with the same id it goes on where it stopped.
   */
  readonly launch: (survey: AnyDefinition | string, campaign: LaunchOptions) => Promise<CampaignView>
  /** How a campaign stands. */
  readonly campaign: (id: string) => Promise<CampaignView | undefined>
  /** Who is in a campaign: asked, answered, spared and why. */
  readonly members: (campaign: string, page?: CampaignPageRequest) => Promise<Page<CampaignMember>>
  /** Ends a campaign: nobody else is asked or reminded. What was asked can be answered. */
  readonly cancel: (campaign: string) => Promise<CampaignView>
  /**
   * How a poll (an anonymous survey of one choice) stood at its last five votes or more: show it to those who have voted. `null` while
   * fewer voted, because results of few tell who said what.
   */
  readonly results: (survey: AnyDefinition | string) => Promise<PollResults | null>
  /**
   * Publishes a poll where everybody votes: a channel of Telegram, the page of an account. The network counts, names nobody, and shows
   * the results to who has voted; what was voted there is in `results`. Throws `InputError` where the network has no such polls, or
   * takes no poll like this; `DeliveryError` where it did not.
   */
  readonly publish: (survey: AnyDefinition | string, options: PublishOptions) => Promise<PublishedPoll>
  /** The polls of a survey that were published, the last one first. */
  readonly published: (survey: AnyDefinition | string, page?: Partial<PageRequest>) => Promise<Page<PublishedPoll>>
}
