import * as Context from "effect/Context"
import { endpointOf } from "../../kernel/ids.ts"
import { consents } from "../../profile/consent.ts"
import { consentHistory } from "../consent/history.ts"
import { consentsAsOf } from "../consent/past.ts"
import { statementOf } from "../consent/statement.ts"
import { consentViews } from "../consent/view.ts"
import type { ConsentGiven, ConsentsDoor } from "../doors/consents.ts"
import { later } from "../later.ts"
import { idFor, type Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"
import { askConsent } from "./consent-request.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"

/** What customers agreed to, with its proof. */
export interface ConsentsService extends Effectful<ConsentsDoor> {}

/** Consents as a service of Effect. */
export class Consents extends Context.Service<Consents, ConsentsService>()("@escucha/Consents") {}

const ledger = later(() => import("../consent/verify.ts"))

/** Writes a yes or a no down; resolves after the commit. */
const record = async (loop: Loop, customer: string, { id, at, ...given }: ConsentGiven) => {
  const whole = await loop.whole(customer)
  const statement = statementOf(loop.setting, { ...given }, whole && languageOf(whole))
  const { status } = await loop.post({
    kind: "consent",
    id: idFor("consent", id, loop),
    on: endpointOf(customer),
    ...(at !== undefined && { occurredAt: at }),
    statement,
  })
  return status
}

/** The service over a loop. */
export const makeConsents = (loop: Loop): ConsentsService => ({
  record: (customer, given) => attempt(() => record(loop, customer, given)),
  withdraw: (customer, withdrawn) =>
    attempt(() => record(loop, customer, { method: "app", ...withdrawn, decision: "withdraw" })),
  of: (customer, { asOf } = {}) =>
    attempt(async () => {
      const whole = await loop.whole(customer)
      const memory =
        whole && asOf !== undefined
          ? await consentsAsOf(loop, whole.id, asOf)
          : (whole?.state.consents ?? consents.initial)
      return consentViews(loop.setting, memory, asOf ?? loop.clock.now())
    }),
  request: (customer, purpose, question) => attempt(() => askConsent(loop, customer, purpose, question)),
  history: (customer) => attempt(() => consentHistory(loop, customer)),
  verify: ({ until } = {}) => attempt(async () => (await ledger()).verifyLedger(loop, until)),
})
