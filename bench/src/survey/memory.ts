// Ours of one case alone, in a process of its own: `memory.ts responses | conditions`. It tells the peak of its memory.
import { tellPeak } from "../peak.ts"
import { checked, matched } from "./ours.ts"
import { people, responses } from "./world.ts"

for (let round = 0; round < 20; round++) {
  for (const given of responses) checked(given)
  for (const person of people) matched(person)
}
tellPeak()
