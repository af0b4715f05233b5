import type {
  AnswerTopics,
  Asking,
  CustomerId,
  DeskAsked,
  DeskCampaign,
  DeskCampaigns,
  DeskEstimate,
  DeskMember,
  DeskSurvey,
  DeskSurveys,
  OpenAnswers,
  SurveyResults,
} from "@escucha/core"
import type { Page } from "./desk-client.ts"

/** Asking one customer. `id` is made here: a retry with it is the same asking. */
export interface ToAsk {
  readonly id: string
  readonly customer: CustomerId
  readonly survey: string
  /** The channel; the one that suits them best, where nobody chose. */
  readonly via: string | null
}

/** Sending a survey to many. `id` is made here: the same one draws the same people, and sends to nobody twice. */
export interface ToSend {
  readonly id: string
  readonly to: "everybody" | { readonly segment: string }
  readonly sample?: number | { readonly atMost: number }
  readonly via?: readonly string[]
  readonly remind?: readonly string[]
  readonly pacing?: string
}

/** Which results are looked at. */
export interface ResultView {
  readonly survey: string
  /** By what they are told apart; by nothing, where it is null. */
  readonly by: string | null
  /** `30 days`; since ever, where it is null. */
  readonly since: string | null
}

/** Which question is looked at that is answered in own words. */
export interface WordsView {
  readonly survey: string
  readonly question: string
}

/** Which answers in own words are looked at: those of a topic, those that feel so; all, where it is null. */
export interface AnswersView extends WordsView {
  readonly topic: string | null
  readonly feeling: string | null
}

/** Whose place in a campaign is looked at. */
export interface MembersView {
  readonly campaign: string
  readonly status: DeskMember["status"] | null
}

/** The desk's routes about surveys. Each rejects with a `DeskError` and with nothing else. */
export interface SurveyClient {
  readonly surveys: () => Promise<DeskSurveys>
  readonly survey: (name: string) => Promise<DeskSurvey>
  readonly ask: (what: ToAsk) => Promise<Asking>
  readonly results: (view: ResultView) => Promise<SurveyResults>
  readonly openAnswers: (view: AnswersView, after: string | null) => Promise<OpenAnswers>
  readonly topics: (view: WordsView) => Promise<AnswerTopics>
  readonly asked: (survey: string, after: string | null) => Promise<Page<DeskAsked>>
  /** Who would be asked; nothing is sent. */
  readonly estimate: (survey: string, what: ToSend) => Promise<DeskEstimate>
  readonly launch: (survey: string, what: ToSend) => Promise<DeskCampaign>
  readonly campaigns: (survey: string) => Promise<DeskCampaigns>
  readonly cancelCampaign: (campaign: string) => Promise<DeskCampaign>
  /** Goes on with a campaign that was stopped on the way. */
  readonly resumeCampaign: (campaign: string) => Promise<DeskCampaign>
  readonly members: (view: MembersView, after: string | null) => Promise<Page<DeskMember>>
}

interface Calls {
  readonly get: <Body>(path: string) => Promise<Body>
  readonly post: <Body>(path: string, body: unknown) => Promise<Body>
}

/** `?by=plan&since=30+days`: those that are there. */
const queryOf = (fields: { readonly [name: string]: string | null }): string => {
  const query = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
  return query.size === 0 ? "" : `?${query}`
}

/** The routes about surveys, over the calls of a session. */
export const createSurveyClient = ({ get, post }: Calls): SurveyClient => ({
  surveys: () => get("/desk/surveys"),
  survey: (name) => get(`/desk/surveys/${name}`),
  ask: ({ id, customer, survey, via }) =>
    post(`/desk/customers/${customer}/ask`, { id, survey, ...(via === null ? {} : { via }) }),
  results: ({ survey, by, since }) => get(`/desk/surveys/${survey}/results${queryOf({ by, since })}`),
  openAnswers: ({ survey, ...wanted }, after) => get(`/desk/surveys/${survey}/answers${queryOf({ ...wanted, after })}`),
  topics: ({ survey, question }) => get(`/desk/surveys/${survey}/topics${queryOf({ question })}`),
  asked: (survey, after) => get(`/desk/surveys/${survey}/asked${queryOf({ after })}`),
  estimate: (survey, what) => post(`/desk/surveys/${survey}/estimate`, what),
  launch: (survey, what) => post(`/desk/surveys/${survey}/campaigns`, what),
  campaigns: (survey) => get(`/desk/surveys/${survey}/campaigns`),
  cancelCampaign: (campaign) => post(`/desk/campaigns/${campaign}/cancel`, {}),
  resumeCampaign: (campaign) => post(`/desk/campaigns/${campaign}/resume`, {}),
  members: ({ campaign, status }, after) => get(`/desk/campaigns/${campaign}/members${queryOf({ status, after })}`),
})
