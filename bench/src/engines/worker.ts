// One of the processes that handle messages.
import { contestants, type ContestantName } from "./contestants/contestants.ts"
import type { Places } from "./contestant.ts"

const [, , name = "", places = "{}"] = process.argv
const contestant = await contestants[name as ContestantName].open() // the bench that started this process named it
process.on("disconnect", () => process.exit())
process.send?.(await contestant.work(JSON.parse(places) as Places)) // from the same
