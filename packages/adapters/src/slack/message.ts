// Messages as Slack takes them: https://docs.slack.dev/reference/block-kit/blocks
import type { Choice, Link, Media, Payload } from "@escucha/core"

const plain = (text: string) => ({ type: "plain_text", text, emoji: true })

const buttonsOf = (choices: readonly Choice[], links: readonly Link[]) => [
  ...choices.map(({ value, label }, index) => ({
    type: "button",
    action_id: `choice-${index}`,
    text: plain(label),
    value,
  })),
  ...links.map(({ label, url }, index) => ({ type: "button", action_id: `link-${index}`, text: plain(label), url })),
]

const imageOf = ({ url, alt, name = "" }: Media) => ({ type: "image", image_url: url, alt_text: alt ?? name })

/** The parts of a message that say what it looks like; none where the text says it all. */
export const blocksOf = ({ text, image, choices = [], links = [] }: Payload): readonly object[] => {
  const buttons = buttonsOf(choices, links)
  if (!image && buttons.length === 0) return []
  return [
    ...(text === "" ? [] : [{ type: "section", text: { type: "mrkdwn", text } }]),
    ...(image ? [imageOf(image)] : []),
    ...(buttons.length > 0 ? [{ type: "actions", elements: buttons }] : []),
  ]
}

const meant: { readonly [written: string]: string } = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }

/** What somebody wrote, without Slack's way of writing links and mentions: https://docs.slack.dev/messaging/formatting-message-text */
export const plainOf = (text: string): string =>
  text
    .replaceAll(/<@[UW]\w{1,30}>\s?/g, "")
    .replaceAll(/<([^<>|]{1,3000})(?:\|([^<>]{0,300}))?>/g, (_, url: string, label?: string) => label ?? url)
    .replaceAll(/&(?:lt|gt|amp);/g, (sign) => meant[sign] ?? sign)
    .trim()
