import type { ClientOffer } from "../../client/wire.ts"
import type { Identifier } from "../../kernel/ids.ts"
import { offerTo } from "../decide/survey-offer.ts"
import { surveyNamed } from "../insight/results-request.ts"
import { idFor, type Loop } from "../loop.ts"

/** Asks, for a page, whether a survey may be put to somebody now; where it may, that counts as asking. Throws `InputError`. */
export const offerSurvey = async (
  loop: Loop,
  survey: string,
  { id, on }: { readonly id: string; readonly on: Identifier },
): Promise<ClientOffer> => {
  const definition = surveyNamed(loop, survey)
  const posted = await loop.post({ kind: "offer-survey", id: idFor("offer", id, loop), on, survey })
  if (posted.status === "committed" && posted.entries.some(({ kind }) => kind === "survey-offered"))
    return { isOffered: true }
  const customer = await loop.whole(on)
  const offer = customer ? offerTo(customer, definition, loop.setting, loop.clock.now()) : "capped"
  // what was fresh is none any more: another page of theirs was quicker, or this call was made before
  return offer === "open" ? { isOffered: true } : { isOffered: false, because: offer === "fresh" ? "capped" : offer }
}
