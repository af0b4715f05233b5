import type { Loop } from "../../packages/core/src/assembly/loop.ts"
import { inputId } from "../../packages/core/src/kernel/ids.ts"
import type { Bug } from "./planted.ts"

/** Bugs that only a kill shows, by the name that the child process is started with. */
export const killedBugs: { readonly [name: string]: Bug } = {
  "acknowledges-first": {
    name: "it acknowledges before it commits",
    store: (store) => ({
      ...store,
      commit: async (units) => {
        setTimeout(() => void store.commit(units).catch(() => {}), 50) // the kill comes first: that is the bug
        return units.map(() => ({ status: "committed" }) as const)
      },
    }),
  },
  "forgets-what-it-saw": {
    name: "it forgets which inputs it has seen",
    store: (store) => ({
      ...store,
      load: async (need) => ({ ...(await store.load(need)), seen: new Set() }),
      commit: (units) => store.commit(units.map((unit) => ({ ...unit, inputs: [] }))),
    }),
  },
  "sends-again": {
    name: "it sends again what may have left",
    // Every attempt has inputs of its own name: nobody sees that another one made the mark before.
    perform: (perform) => {
      let number = 0
      const post: (loop: Loop) => Loop["post"] = (loop) => (input) =>
        loop.post(
          input.kind === "dispatch" || input.kind === "settle"
            ? { ...input, id: inputId(`${input.id}~${process.pid}.${number++}`) }
            : input,
        )
      return (attempt, loop) => perform(attempt, { ...loop, post: post(loop) })
    },
    house: (house) => ({
      ...house,
      decide: (situation, input) => {
        if (input.kind !== "dispatch") return house.decide(situation, input)
        const { outbox } = situation.own
        const outgoing = outbox.open[input.message]
        const open = outgoing
          ? { ...outbox.open, [input.message]: { ...outgoing, delivery: { status: "queued" } as const } }
          : outbox.open
        return house.decide({ ...situation, own: { ...situation.own, outbox: { ...outbox, open } } }, input)
      },
    }),
  },
}
