import type { Engine, StreamId } from "@escucha/core/engine"

const beside = "beside"

/** A bug: replies lie under keys of their own, so that none waits for its limit; handlers are told the key that was meant. */
export const answersBeside = (engine: Engine): Pick<Engine, "post" | "run"> => ({
  post: (jobs) =>
    engine.post(jobs.map((each) => (each.id.startsWith("reply") ? { ...each, key: `${each.key}${beside}` } : each))),
  run: (handle, limits) =>
    engine.run(
      (attempt) => handle({ ...attempt, key: attempt.key.replace(beside, "") as StreamId }), // what was added above
      limits,
    ),
})
