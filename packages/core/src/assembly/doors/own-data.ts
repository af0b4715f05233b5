import type { Outcome } from "../../runtime/turn.ts"
import type { ErasureReceipt, Page, PageRequest } from "../../timeline/store.ts"

/** One file of an export. It is read while it is written: a customer of a million entries needs no more memory than a small one. */
export interface ExportFile {
  /** `customer.json`, `messages.csv` … */
  readonly name: string
  readonly type: "application/json" | "text/csv"
  /** The text, piece by piece. Throws `InputError` where the customer is erased meanwhile. */
  readonly chunks: () => AsyncIterable<string>
  /** All of it at once. */
  readonly text: () => Promise<string>
}

/** How a customer is given out. */
export interface ExportOptions {
  /** `json`, one document that describes itself and can be imported; `csv`, one file for each kind of thing, safe in a spreadsheet. */
  readonly format?: "json" | "csv"
  /** Who asks for it; then the timeline says that it was given out. */
  readonly by?: string
}

/** What is put right, why, and by whom. */
export interface Rectification {
  /** The traits as they are; `null` for one that is to be forgotten. */
  readonly traits: object
  readonly reason: string
  readonly by: string
  /** Your id of this call: a retry with the same id changes nothing. */
  readonly id?: string
}

/** How a customer is erased. */
export interface ErasureOptions {
  /** Who does it; the receipt keeps it. */
  readonly by?: string
  /** Erase also what keeps us from writing to them again. */
  readonly forgetOptOut?: true
}

/** What is kept of an erasure: when, by whom and how much; nothing of the person. */
export interface ErasureRecord {
  readonly id: string
  readonly at: number
  readonly by: string | null
  readonly streams: number
  readonly entries: number
  readonly identifiers: number
}

/** What people may ask of us about their own data. */
export interface OwnDataDoor {
  /** Everything that we hold of a customer, as files; `undefined` where nobody has this name. */
  readonly export: (customer: string, options?: ExportOptions) => Promise<readonly ExportFile[] | undefined>
  /**
   * Takes in the JSON document of an export, as it was: a house that knows nobody of them has the same customer then. Nothing is sent
   * and no promise of an answer starts to run; segments and stages go on by the definitions of this house. Give only documents that you
   * made yourself.
   */
  readonly import: (document: string) => Promise<Outcome["status"]>
  /** Puts right what is known of a customer: at once, above what any source says. */
  readonly rectify: (customer: string, what: Rectification) => Promise<Outcome["status"]>
  /**
   * Removes everything of a customer from every file that we own. It cannot be taken back. With the option `secret`, their opt-out
   * holds still, and nothing brings them back but themselves or `readmit`. `undefined` where nobody has this name.
   */
  readonly erase: (customer: string, options?: ErasureOptions) => Promise<ErasureReceipt | undefined>
  /** Lets an identifier of somebody who was erased in again; a stop of theirs holds still. */
  readonly readmit: (
    customer: string,
    why: { readonly by: string; readonly reason: string; readonly id?: string },
  ) => Promise<Outcome["status"]>
  /** The erasures that were done, the latest first. */
  readonly erasures: (page?: Partial<PageRequest>) => Promise<Page<ErasureRecord>>
}
