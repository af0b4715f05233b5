// A house of several processes in a made-up time: messages come in, are committed under one lock, wait for their customer's turn at the
// process that owns the partition, call a provider and are committed again.
import { type Arrival, type Report, reportOf } from "../engines/report.ts"
import { type Agenda, createAgenda, createStation, type Station } from "./agenda.ts"
import { chanceOf, drawing, gapOf, sharesOf } from "./chance.ts"
import { type Committer, createLock, type Lock } from "./commits.ts"
import type { World } from "./world.ts"

/** What became of a world. */
export interface Outcome extends Report {
  /** Messages a second, from the first send to the last arrival of an effect. */
  readonly throughput: number
  /** Units in a commit, on average. */
  readonly unitsPerCommit: number
}

interface Message {
  readonly id: string
  readonly customer: number
  /** Its place among the customer's, in the order of commits; -1 before. */
  order: number
  sent: number
}

interface House {
  readonly committer: Committer
  readonly station: Station
  /** Customers that have something to do and wait for a free place. */
  readonly ready: Customer[]
  /** What to do, for everything that it is about to commit, where it dies before. */
  readonly lost: Set<() => void>
  isAlive: boolean
  running: number
}

interface Customer {
  readonly name: string
  readonly partition: number
  readonly waiting: Message[]
  /** Messages that are safe. */
  taken: number
  /** Who handles this customer now. */
  holder: House | undefined
}

interface State {
  readonly world: World
  readonly agenda: Agenda
  readonly lock: Lock
  readonly houses: readonly House[]
  readonly customers: readonly Customer[]
  /** The house of each partition. */
  readonly owners: House[]
  readonly arrivals: Arrival[]
  readonly acknowledged: string[]
}

/** Spreads numbers, always in the same way. */
const scattered = (number: number): number => {
  const mixed = Math.imul((number >>> 16) ^ number, 0x45d9f3b)
  return ((mixed >>> 15) ^ mixed) >>> 0
}

const stateOf = (world: World): State => {
  const agenda = createAgenda()
  const database = createStation(agenda, world.databaseCores)
  const lock = createLock(agenda, world.commit, database)
  const houses = Array.from({ length: world.processes }, (): House => ({
    committer: lock.committer(),
    station: world.cores === undefined ? database : createStation(agenda, world.cores),
    ready: [],
    lost: new Set(),
    isAlive: true,
    running: 0,
  }))
  return {
    world,
    agenda,
    lock,
    houses,
    customers: Array.from({ length: world.customers }, (_, customer): Customer => ({
      name: String(customer),
      partition: scattered(customer + 1) % world.partitions,
      waiting: [],
      taken: 0,
      holder: undefined,
    })),
    owners: Array.from({ length: world.partitions }, (_, partition) => houses[partition % houses.length]).filter(
      (house) => house !== undefined,
    ),
    arrivals: [],
    acknowledged: [],
  }
}

/** So many commits, one after the other; `lost` where the house dies before the last. */
const commitAt = (house: House, times: number, done: () => void, lost: () => void): void => {
  if (!house.isAlive) lost()
  else if (times === 0) done()
  else {
    house.lost.add(lost)
    house.committer.commit(() => {
      house.lost.delete(lost)
      commitAt(house, times - 1, done, lost)
    })
  }
}

/** Gives the customer's first message to the owner, if it is nobody's yet. */
const offer = (state: State, customer: Customer): void => {
  const owner = state.owners[customer.partition]
  if (customer.holder !== undefined || customer.waiting.length === 0 || !owner?.isAlive) return
  customer.holder = owner
  if (owner.running < state.world.concurrency) handle(state, owner, customer)
  else owner.ready.push(customer)
}

const handle = (state: State, house: House, customer: Customer): void => {
  const { arrivals, agenda, world } = state
  const [message] = customer.waiting
  if (!message) return
  house.running++
  const gone = (): void => {} // whoever has the partition next begins again
  const call = (): void =>
    agenda.after(world.effect, () => {
      const { id, order, sent } = message
      arrivals.push({ id, customer: customer.name, order, sent, at: agenda.now() })
      commitAt(house, world.commits.after, () => finish(state, house, customer), gone)
    })
  house.station.use(world.cpu.handling, () => commitAt(house, world.commits.before, call, gone))
}

const finish = (state: State, house: House, customer: Customer): void => {
  house.running--
  customer.waiting.shift()
  customer.holder = undefined
  offer(state, customer)
  const next = house.running < state.world.concurrency ? house.ready.shift() : undefined
  if (next) handle(state, house, next)
}

/** Takes a message in at a process that is alive. Where that one dies before it is safe, whoever sent it sends it again. */
const takeIn = (state: State, message: Message, done: () => void): void => {
  const { acknowledged, agenda, customers, houses, world } = state
  if (message.sent === 0) message.sent = agenda.now()
  const alive = houses.filter((house) => house.isAlive)
  const house = alive[scattered(Number(message.id) + 7) % alive.length]
  const again = (): void => takeIn(state, message, done)
  const safe = (): void => {
    acknowledged.push(message.id)
    const customer = customers[message.customer]
    if (customer) {
      message.order = customer.taken++
      agenda.after(world.wake, () => {
        customer.waiting.push(message)
        offer(state, customer)
      })
    }
    done()
  }
  house?.station.use(world.cpu.taking, () => commitAt(house, world.commits.taking, safe, again))
}

/** What it was handling is handled again by whoever has its partitions next. */
const kill = (state: State, takenOver: number): void => {
  const { agenda, customers, houses, owners } = state
  const [dead, ...others] = houses
  if (!dead || others.length === 0) return
  dead.isAlive = false
  dead.committer.end()
  for (const lost of dead.lost) lost()
  agenda.after(takenOver, () => {
    for (const [partition, owner] of owners.entries())
      if (owner === dead) owners[partition] = others[partition % others.length] ?? dead
    for (const customer of customers) {
      if (customer.holder === dead) customer.holder = undefined
      offer(state, customer)
    }
  })
}

const messagesOf = ({ customers, messages, seed, skew }: World): readonly Message[] => {
  const draw = drawing(sharesOf(customers, skew), chanceOf(seed))
  return Array.from({ length: messages }, (_, number) => {
    const customer = skew === 0 ? (number * 7_919) % customers : draw()
    return { id: String(number), customer, order: -1, sent: 0 }
  })
}

/** So many at the same time; a customer's next message comes only after the one before is safe. */
const comeInFlight = (state: State, messages: readonly Message[], inFlight: number): void => {
  const left = messages.values() // shared: each lane takes the next one
  const under = new Map<number, (() => void)[]>()
  const come = (): void => {
    const { done, value: message } = left.next()
    if (done) return
    const go = (): void =>
      takeIn(state, message, () => {
        const next = under.get(message.customer)?.shift()
        if (next) next()
        else under.delete(message.customer)
        come()
      })
    const others = under.get(message.customer)
    if (others) others.push(go)
    else {
      under.set(message.customer, [])
      go()
    }
  }
  for (let lane = 0; lane < inFlight; lane++) come()
}

const comeByChance = (state: State, messages: readonly Message[], rate: number): void => {
  const chance = chanceOf(state.world.seed + 1)
  const left = messages.values()
  const come = (): void => {
    const { done, value: message } = left.next()
    if (done) return
    takeIn(state, message, () => {})
    state.agenda.after(gapOf(chance, 1000 / rate), come)
  }
  come()
}

const begin = (state: State): void => {
  const { load } = state.world
  const messages = messagesOf(state.world)
  if ("inFlight" in load) comeInFlight(state, messages, load.inFlight)
  else comeByChance(state, messages, load.rate)
}

/** Lets a world happen; the same world has the same outcome. */
export const simulate = (world: World): Outcome => {
  const state = stateOf(world)
  const { agenda, arrivals, acknowledged, lock } = state
  agenda.after(1, () => begin(state)) // from 1, because 0 says that a message was not sent yet
  if (world.kill) agenda.after(world.kill.at, () => kill(state, world.kill?.takenOver ?? 0))
  agenda.run()
  const { commits, units } = lock.count()
  const report = reportOf(acknowledged, arrivals, world.kill?.at)
  return {
    ...report,
    throughput: (world.messages / ((arrivals.at(-1)?.at ?? 0) - 1)) * 1000,
    unitsPerCommit: units / commits,
  }
}
