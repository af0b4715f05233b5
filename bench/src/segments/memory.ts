// Ours of one case alone, in a process of its own: `memory.ts CASE`. It tells the peak of its memory.
import { BenchError } from "../bench-error.ts"
import { tellPeak } from "../peak.ts"
import { everybody, living, names, oneByOne, worldOf } from "./ours.ts"

const [given] = process.argv.slice(2)
const name = Object.values(names).find((each) => each === given)
if (!name) throw new BenchError(`there is no case named ${JSON.stringify(given)}`)
const world = worldOf(name)
if (name === names.bulk) everybody(world)()
else if (name === names.one) oneByOne(world)()
else {
  const turned = living(world)
  for (const deed of [...world.deeds, ...world.backs]) turned(deed)
}
tellPeak()
