import { inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"
import { analyze } from "./analyze.ts"
import { follow } from "./follow.ts"
import { putOff } from "./put-off.ts"
import { reconcile } from "./reconcile.ts"
import { runRule, type RunnableRule } from "./run-rule.ts"
import { send } from "./send.ts"
import { askPlanned, castBallot, remindOf } from "./survey.ts"
import { tallyPoll } from "./tally.ts"

/** Runs a job by its type. Handlers are short, and each ends with an input that acknowledges the job in its own commit. */
export const createPerform = (rules: readonly RunnableRule[]) => {
  const byName = new Map(rules.map((rule) => [rule.name, rule]))
  return async (attempt: Attempt, loop: Loop): Promise<void> => {
    switch (attempt.type) {
      case "send":
        return send(attempt, loop)
      case "reconcile":
        return reconcile(attempt, loop)
      case "follow":
        return follow(attempt, loop)
      case "analyze":
        return analyze(attempt, loop)
      case "rule":
        return runRule(attempt, loop, byName)
      case "survey":
        return askPlanned(attempt, loop)
      case "remind":
        return remindOf(attempt, loop)
      case "tally":
        return tallyPoll(attempt, loop)
      case "ballot":
        return castBallot(attempt, loop)
      case "clock":
        return void (await loop.post({
          kind: "ring",
          id: inputId(`ring:${attempt.id}`),
          on: attempt.key,
          acks: attempt.id,
        }))
      case "standing":
        return void (await loop.post({
          kind: "review",
          id: inputId(`review:${attempt.id}`),
          on: attempt.key,
          acks: attempt.id,
          ...(attempt.at !== undefined && { occurredAt: attempt.at }),
        }))
      default: // posted by a newer version: it is left to that, and dead where nobody comes who knows it
        if (await putOff(attempt, loop)) return
        throw new RangeError(
          `no code here knows jobs of type ${attempt.type}; deploy the version that posted it, and redrive`,
        )
    }
  }
}
