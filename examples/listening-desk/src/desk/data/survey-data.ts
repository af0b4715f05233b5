import type {
  AnswerTopics,
  DeskAsked,
  DeskCampaigns,
  DeskMember,
  DeskSurvey,
  DeskSurveys,
  OpenAnswer,
  OpenAnswers,
  SurveyResults,
} from "@escucha/core"
import type { Page } from "./desk-client.ts"
import { keep } from "./keep.ts"
import { createPagedList, type PagedList } from "./paged-list.ts"
import { createResource, type Resource } from "./resource.ts"
import type { AnswersView, MembersView, ResultView, SurveyClient, WordsView } from "./survey-client.ts"

/** What the page has read of surveys. */
export interface SurveyData {
  /** What customers are asked. */
  readonly surveys: Resource<DeskSurveys>
  readonly survey: (name: string) => Resource<DeskSurvey>
  readonly results: (view: ResultView) => Resource<SurveyResults>
  readonly openAnswers: (view: AnswersView) => PagedList<OpenAnswer, OpenAnswers>
  /** What answers in own words speak of. */
  readonly topics: (view: WordsView) => Resource<AnswerTopics>
  /** Who was asked, the last one first. */
  readonly asked: (survey: string) => PagedList<DeskAsked>
  readonly campaigns: (survey: string) => Resource<DeskCampaigns>
  readonly members: (view: MembersView) => PagedList<DeskMember>
}

/** What is read of surveys, by `client`. */
export const createSurveyData = (client: SurveyClient): SurveyData => ({
  surveys: createResource(() => client.surveys()),
  survey: keep<string, Resource<DeskSurvey>>(
    20,
    (name) => createResource(() => client.survey(name)),
    (name) => name,
  ),
  results: keep<ResultView, Resource<SurveyResults>>(
    20,
    (view) => createResource(() => client.results(view)),
    ({ survey, by, since }) => `${survey} ${by ?? ""} ${since ?? ""}`,
  ),
  openAnswers: keep<AnswersView, PagedList<OpenAnswer, OpenAnswers>>(
    20,
    (view) => createPagedList<OpenAnswer, OpenAnswers>((after) => client.openAnswers(view, after)),
    ({ survey, question, topic, feeling }) => `${survey} ${question} ${topic ?? ""} ${feeling ?? ""}`,
  ),
  topics: keep<WordsView, Resource<AnswerTopics>>(
    10,
    (view) => createResource(() => client.topics(view)),
    ({ survey, question }) => `${survey} ${question}`,
  ),
  asked: keep<string, PagedList<DeskAsked>>(
    10,
    (name) => createPagedList<DeskAsked, Page<DeskAsked>>((after) => client.asked(name, after)),
    (name) => name,
  ),
  campaigns: keep<string, Resource<DeskCampaigns>>(
    10,
    (name) => createResource(() => client.campaigns(name)),
    (name) => name,
  ),
  members: keep<MembersView, PagedList<DeskMember>>(
    20,
    (view) => createPagedList<DeskMember, Page<DeskMember>>((after) => client.members(view, after)),
    ({ campaign, status }) => `${campaign} ${status ?? ""}`,
  ),
})
