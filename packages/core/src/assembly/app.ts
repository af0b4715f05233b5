import type { StandardSchemaV1 } from "@standard-schema/spec"
import type { Channel } from "../channel/channel.ts"
import type { ContentFor, Feature } from "../channel/content.ts"
import type { Localized } from "../kernel/localized.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import type { Computations, ComputedValue } from "../profile/computed.ts"
import type { Purposes } from "../profile/consent-purpose.ts"
import type { AnswersOf, Survey } from "../survey/definition.ts"

/** The channels of an application by the names that it gives them. */
export interface Channels {
  readonly [name: string]: Channel
}

/** Channels that stand for one another, by the name of their pool: each with its weight. */
export interface PoolsOf<Named extends Channels> {
  readonly [pool: string]: { readonly [Name in keyof Named & string]?: number }
}

/** What an application declared: its traits, events, computed traits, channels and surveys. Everything else is inferred from it. */
export interface App {
  readonly traits: Schemas
  readonly events: Schemas
  readonly computed?: Computations
  readonly channels: Channels
  readonly surveys: readonly Survey[]
  readonly purposes?: Purposes
  readonly pools?: PoolsOf<Channels>
}

/** The purposes for which a message can be started: the built-in ones and those that were declared. */
export type PurposeName<A extends App> = "service" | "marketing" | (keyof NonNullable<A["purposes"]> & string)

/** What we may know of a customer: every trait, none of them required. */
export type TraitsOf<A extends App> = {
  readonly [Name in keyof A["traits"]]?: StandardSchemaV1.InferOutput<A["traits"][Name]>
}

/** What we know of a customer together with what is computed from it. */
export type PictureOf<A extends App> = TraitsOf<A> & {
  readonly [Name in keyof NonNullable<A["computed"]>]: ComputedValue<NonNullable<A["computed"]>[Name]>
}

/** What `identify` takes; `null` forgets a trait. */
export type TraitInput<A extends App> = {
  readonly [Name in keyof A["traits"]]?: StandardSchemaV1.InferInput<A["traits"][Name]> | null
}

/** What `track` takes for an event. */
export type PropertiesOf<A extends App, Event extends keyof A["events"]> = StandardSchemaV1.InferInput<
  A["events"][Event]
>

/** The names of the surveys. */
export type SurveyName<A extends App> = A["surveys"][number]["name"]

/** The answers to each survey, by its name. */
export type AnswersBySurvey<A extends App> = {
  readonly [Each in A["surveys"][number] as Each["name"]]: AnswersOf<Each>
}

/** The names of the channels. */
export type ChannelName<A extends App> = keyof A["channels"] & string

/** The names that `via` takes: channels, and pools of them. */
export type ViaName<A extends App> = ChannelName<A> | PoolName<A>

type PoolName<A extends App> = keyof NonNullable<A["pools"]> & string

/** The channels behind a name: itself, or the members of its pool. */
type Behind<A extends App, Name extends ViaName<A>> =
  Name extends PoolName<A> ? keyof NonNullable<A["pools"]>[Name] & ChannelName<A> : Name & ChannelName<A>

type FeaturesOf<One> = One extends Channel<infer Features> ? Features : never

/** What a message on this channel may hold; what the channel does not carry does not compile. */
export type ContentOn<A extends App, Name extends ViaName<A>> = InLanguages<
  ContentFor<FeaturesOf<A["channels"][Behind<A, Name>]> & Feature>
>

/** A message whose text may be written in several languages; the customer's is taken. `{name}` in it is a trait. */
export type InLanguages<Parts extends { readonly text: string }> = {
  readonly [Part in keyof Parts]: Part extends "text" ? Localized : Parts[Part]
}

/** A message for any channel. */
export type AnyContent = InLanguages<ContentFor<Feature>>
