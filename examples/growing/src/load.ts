// Customers who write. Each waits until their last message was taken; what was not taken is sent again, as every provider does.
import { Agent, request } from "node:http"
import { setTimeout as pause } from "node:timers/promises"
import { signed } from "./counter.ts"
import type { Ledger } from "./ledger.ts"

/** Who writes, and where to. */
export interface LoadOptions {
  readonly customers: number
  readonly secret: string
  /** The addresses of the processes that are there, at this moment. */
  readonly doors: () => readonly string[]
  readonly ledger: Ledger
}

/** One of fifty says something to which no rule has an answer, one of fifty is angry. */
const wordsOf = (number: number): string =>
  number % 50 === 7
    ? "hola?"
    : number % 50 === 31
      ? `order ${number}: terrible! lost again, and nobody cares`
      : `order ${number}: where is it?`

const tick = 25
const again = 150

/** Puts a call to a process. Gives its status; 0 where it was not there. */
const call = (agent: Agent, url: string, body: string, signature: string): Promise<number> =>
  new Promise((resolve) => {
    const headers = { "content-type": "application/json", "x-counter-signature": signature }
    const calling = request(`${url}/hooks/counter`, { method: "POST", agent, headers, timeout: 5_000 }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0))
      response.once("error", () => resolve(0))
    })
    calling.once("timeout", () => calling.destroy()).once("error", () => resolve(0))
    calling.end(body)
  })

/** Begins to write, at no pace yet. */
export const startLoad = ({ customers, secret, doors, ledger }: LoadOptions) => {
  const idle = Array.from({ length: customers }, (_, place) => `customer-${place + 1}`)
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let [rate, owed, number] = [0, 0, 0]
  const over = new AbortController()
  const flying = new Set<Promise<void>>()

  const write = async (customer: string, mine: number): Promise<void> => {
    const [since, text] = [Date.now(), wordsOf(mine)]
    if (text.startsWith("order")) ledger.written(mine)
    const body = JSON.stringify({ id: `message-${mine}`, from: customer, text, at: since })
    const signature = signed(secret, body)
    for (let turn = mine; !over.signal.aborted; turn++) {
      const all = doors()
      const door = all[turn % Math.max(1, all.length)]
      const status = door === undefined ? 0 : await call(agent, door, body, signature)
      if (status === 200) {
        ledger.acknowledged(mine, since, text.startsWith("order"))
        break
      }
      await pause(again)
    }
    idle.push(customer)
  }
  const timer = setInterval(() => {
    owed = Math.min(owed + (rate * tick) / 1000, customers)
    for (; owed >= 1; owed--) {
      const customer = idle.shift()
      if (customer === undefined) return // everybody waits for us: that is what back-pressure looks like from outside
      const flight = write(customer, ++number).finally(() => flying.delete(flight))
      flying.add(flight)
    }
  }, tick)
  return {
    /** Messages per second. */
    setRate: (wanted: number): void => {
      rate = wanted
    },
    rate: () => rate,
    /** How many messages were written and not taken yet. */
    waiting: () => customers - idle.length,
    stop: async (): Promise<void> => {
      over.abort()
      clearInterval(timer)
      await Promise.all(flying)
      agent.destroy()
    },
  }
}
