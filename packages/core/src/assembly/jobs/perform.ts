import { inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"
import { analyze } from "./analyze.ts"
import { follow } from "./follow.ts"
import { reconcile } from "./reconcile.ts"
import { runRule, type RunnableRule } from "./run-rule.ts"
import { send } from "./send.ts"
import { askPlanned, castBallot, remindOf } from "./survey.ts"

const done = (attempt: Attempt, loop: Loop) =>
  loop.post({ kind: "done", id: inputId(`done:${attempt.id}`), on: attempt.key, acks: attempt.id })

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
      default: // posted by a newer version, or by nobody: it must not come back for ever
        loop.report(new RangeError(`no handler for jobs of type ${attempt.type}`))
        await done(attempt, loop)
    }
  }
}
