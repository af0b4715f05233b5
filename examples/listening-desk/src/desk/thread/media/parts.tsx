import { ContactRound, ExternalLink, ListChecks, MapPin } from "lucide-react"
import type { ContactCard, Content, CustomerId, Link, Place, ThreadItem } from "@escucha/core"
import { useSpeech } from "../../i18n/words.tsx"
import { keyed } from "../keyed.ts"
import { filesOf, webPage } from "./kept-file.ts"
import { FilePart } from "./file-part.tsx"

const mapOf = ({ latitude, longitude }: Place): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`

const PlacePart = ({ place }: { readonly place: Place }) => {
  const { words } = useSpeech()
  const { name, address, latitude, longitude } = place
  return (
    <p className="part">
      <MapPin aria-hidden="true" />
      <span>
        <b>{name ?? `${latitude}, ${longitude}`}</b>
        {address !== undefined && <small>{address}</small>}
        <a href={mapOf(place)} target="_blank" rel="noreferrer">
          {words.message.media.map}
        </a>
      </span>
    </p>
  )
}

const ContactPart = ({ contact }: { readonly contact: ContactCard }) => {
  const { name, organization, phones = [], emails = [] } = contact
  return (
    <div className="part">
      <ContactRound aria-hidden="true" />
      <span>
        <b>{name}</b>
        {organization !== undefined && <small>{organization}</small>}
        {phones.map((phone) => (
          <a key={phone} href={`tel:${encodeURIComponent(phone)}`}>
            {phone}
          </a>
        ))}
        {emails.map((email) => (
          <a key={email} href={`mailto:${encodeURIComponent(email)}`}>
            {email}
          </a>
        ))}
      </span>
    </div>
  )
}

const LinkPart = ({ link: { label, url } }: { readonly link: Link }) => {
  const page = webPage(url)
  return page === null ? (
    <span>
      {label}: {url}
    </span>
  ) : (
    <a href={page} target="_blank" rel="noreferrer">
      <ExternalLink aria-hidden="true" />
      {label}
    </a>
  )
}

const Choices = ({ choices }: { readonly choices: NonNullable<Content["choices"]> }) => {
  const { words } = useSpeech()
  return (
    <ul className="chosen" aria-label={words.message.part.choices}>
      {choices.map(({ value, label }) => (
        <li key={value}>
          <ListChecks aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  )
}

const Cards = ({ cards }: { readonly cards: NonNullable<Content["cards"]> }) => {
  const { words } = useSpeech()
  return (
    <ul className="small-cards" aria-label={words.message.part.cards}>
      {keyed(cards, ({ title }) => title).map(({ key, value: { title, text, choices = [], links = [] } }) => (
        <li key={key}>
          <b>{title}</b>
          {text !== undefined && <small>{text}</small>}
          {choices.map(({ value, label }) => (
            <small key={value}>{label}</small>
          ))}
          {keyed(links, ({ url }) => url).map(({ key: place, value }) => (
            <LinkPart key={place} link={value} />
          ))}
        </li>
      ))}
    </ul>
  )
}

const WrittenParts = ({ parts: { choices, links, cards } }: { readonly parts: Omit<Content, "text"> }) => {
  const { words } = useSpeech()
  return (
    <>
      {choices !== undefined && <Choices choices={choices} />}
      {links !== undefined && (
        <ul className="sent-links" aria-label={words.message.part.links}>
          {keyed(links, ({ url }) => url).map(({ key, value }) => (
            <li key={key}>
              <LinkPart link={value} />
            </li>
          ))}
        </ul>
      )}
      {cards !== undefined && <Cards cards={cards} />}
    </>
  )
}

/** Everything that a message holds beside its words. */
export const MessageParts = ({
  item,
  customer,
}: {
  readonly item: Extract<ThreadItem, { readonly type: "received" | "written" }>
  readonly customer: CustomerId
}) => {
  const { place, contact } = item.type === "written" ? item.parts : item
  return (
    <>
      {filesOf(item).map((file) => (
        <FilePart key={file.part} customer={customer} entry={item.id} file={file} />
      ))}
      {place !== undefined && <PlacePart place={place} />}
      {contact !== undefined && <ContactPart contact={contact} />}
      {item.type === "written" && <WrittenParts parts={item.parts} />}
    </>
  )
}
