import { InputError } from "../../kernel/errors.ts"
import { inputId } from "../../kernel/ids.ts"
import { isPoll } from "../../survey/asking.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"
import { apartOf, postApart } from "../survey/answer.ts"
import type { Ballot } from "../survey/anonymous.ts"
import { campaignAsk, readCampaign } from "../survey/campaign.ts"
import { pollResults, pollText } from "../survey/poll.ts"

const done = (attempt: Attempt, loop: Loop) =>
  loop.post({ kind: "done", id: inputId(`done:${attempt.id}`), on: attempt.key, acks: attempt.id })

/** What cannot be taken now cannot be taken later either: it is told, and does not come back for ever. */
const orDone = async (attempt: Attempt, loop: Loop, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (failure) {
    if (!(failure instanceof InputError)) throw failure
    loop.report(failure)
    await done(attempt, loop)
  }
}

/** Asks somebody of a campaign whose moment has come. */
export const askPlanned = (attempt: Attempt, loop: Loop): Promise<void> =>
  orDone(attempt, loop, async () => {
    const { key, id, ref = "" } = attempt
    const campaign = await readCampaign(loop, ref)
    if (!campaign) return done(attempt, loop)
    // who became one with somebody else is asked of by both names: their own memory says that it was done
    const posted = await loop.post({ ...campaignAsk(campaign, key), acks: id })
    if (posted.status === "duplicate") await done(attempt, loop)
  })

/** Reminds somebody who has not answered yet; nobody of a campaign that was cancelled. */
export const remindOf = (attempt: Attempt, loop: Loop): Promise<void> =>
  orDone(attempt, loop, async () => {
    const { key, id, ref: response = "" } = attempt
    const known = (await loop.whole(key))?.streams.get(key)?.state.surveys[response]
    const campaign = known?.campaign === undefined ? undefined : await readCampaign(loop, known.campaign)
    if (campaign?.status === "cancelled") return done(attempt, loop)
    await loop.post({ kind: "remind", id: inputId(`remind:${id}`), on: key, response, acks: id })
  })

/** Brings an answer to an anonymous survey to its place, and tells who voted how the poll stands. */
export const castBallot = (attempt: Attempt, loop: Loop): Promise<void> =>
  orDone(attempt, loop, async () => {
    const ballot: Ballot = JSON.parse(attempt.ref ?? "{}") // ballotOf wrote it
    const definition = Object.hasOwn(loop.setting.surveys, ballot.survey)
      ? loop.setting.surveys[ballot.survey]
      : undefined
    const place = definition && apartOf(loop, definition, ballot.response)
    if (!definition || !place) return done(attempt, loop)
    await postApart(loop, place, { id: attempt.id, ...ballot }, attempt.id)
    const customer = isPoll(definition) ? await loop.whole(attempt.key) : undefined
    const results = customer && (await pollResults(loop, definition))
    if (!customer || !results) return
    await loop.post({
      kind: "write",
      id: inputId(`results:${attempt.id}`),
      on: attempt.key,
      to: attempt.key,
      content: { text: pollText(results, languageOf(customer)) },
      purpose: "answer",
      author: `survey:${ballot.survey}`,
      substance: false,
    })
  })
