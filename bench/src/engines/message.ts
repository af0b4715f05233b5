/** One message of a customer, as it travels through every engine. */
export interface Message {
  /** Which run it belongs to. */
  readonly run: string
  readonly customer: string
  /** Its place among the messages of its customer, from 0 on. */
  readonly order: number
  readonly id: string
  /** When it was handed to the engine, in milliseconds; 0 before. */
  readonly sent: number
}

/** Milliseconds since 1970 with fractions; the same clock in all processes of a machine. */
export const moment = (): number => performance.timeOrigin + performance.now()

/** As many messages as that, of so many customers in turn; a customer's come in order. */
export const messagesOf = (run: string, count: number, customers: number): readonly Message[] =>
  Array.from({ length: count }, (_, number) => ({
    run,
    customer: `${run}-c${(number * 7_919) % customers}`,
    order: Math.floor(number / customers),
    id: `${run}-${number}`,
    sent: 0,
  }))

/** The message in one line, for engines that carry a text. */
export const lineOf = ({ run, customer, order, id, sent }: Message): string =>
  [run, customer, order, id, sent.toFixed(2)].join(" ")

/** The message of a line. */
export const messageOf = (line: string): Message => {
  const [run = "", customer = "", order, id = "", sent] = line.split(" ")
  return { run, customer, order: Number(order), id, sent: Number(sent) }
}
