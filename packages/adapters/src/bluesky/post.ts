// Posts of Bluesky: https://docs.bsky.app/docs/advanced-guides/posts
import type { Attachment, InboundMessage } from "@escucha/core"
import { type Fields, fieldsOf, instantOf, isText, objectsOf, rawOf, textOf } from "../json.ts"

const encoder = new TextEncoder()

/** Links are marked by where they stand, in bytes of UTF-8: https://docs.bsky.app/docs/advanced-guides/post-richtext */
export const facetsOf = (text: string): readonly object[] =>
  [...text.matchAll(/https?:\/\/[^\s<>"]{1,2000}[^\s<>".,;:!?)]/g)].map(({ 0: uri, index }) => {
    const byteStart = encoder.encode(text.slice(0, index)).length
    return {
      index: { byteStart, byteEnd: byteStart + encoder.encode(uri).length },
      features: [{ $type: "app.bsky.richtext.facet#link", uri }],
    }
  })

interface Reference {
  readonly uri: string
  readonly cid: string
}

const referenceIn = (value: unknown): Reference | undefined => {
  const { uri, cid } = fieldsOf(value)
  return isText(uri) && isText(cid) ? { uri, cid } : undefined
}

/** A post and the first one of its thread, in one text: an answer has to name both. */
export const threadOf = (parent: Reference, root: Reference): string =>
  [parent.uri, parent.cid, root.uri, root.cid].join(" ")

/** What an answer names, out of that text. */
export const replyTo = (thread: string): { readonly parent: Reference; readonly root: Reference } | undefined => {
  const [uri, cid, rootUri, rootCid] = thread.split(" ")
  if (!uri || !cid) return undefined
  const parent = { uri, cid }
  return { parent, root: rootUri && rootCid ? { uri: rootUri, cid: rootCid } : parent }
}

const pageOf = (uri: string, handle: string | undefined): string | undefined => {
  const key = /^at:\/\/[\w.:-]+\/app\.bsky\.feed\.post\/(\w{1,30})$/.exec(uri)?.[1]
  return key === undefined || handle === undefined || !/^[\w.-]+$/.test(handle)
    ? undefined
    : `https://bsky.app/profile/${handle}/post/${key}`
}

const imagesIn = (embed: unknown, author: string): readonly Attachment[] =>
  objectsOf(fieldsOf(embed)["images"]).flatMap(({ image, alt }) => {
    const { ref, mimeType: type } = fieldsOf(image)
    const link = textOf(fieldsOf(ref)["$link"])
    if (link === undefined || !/^\w+$/.test(link)) return []
    const url = `https://cdn.bsky.app/img/feed_fullsize/plain/${author}/${link}@jpeg`
    return [{ kind: "image" as const, url, ...(isText(type) && { type: "image/jpeg" }), ...(isText(alt) && { alt }) }]
  })

/** A post that names us or answers one of ours, out of a notification. */
export const readNotification = (notification: Fields, own: string): InboundMessage | undefined => {
  const { uri, cid, author, record: value, indexedAt } = notification
  const { did: address, handle, displayName: name } = fieldsOf(author)
  const record = fieldsOf(value)
  const post = referenceIn({ uri, cid })
  if (!post || !isText(address) || address === own) return undefined
  const { parent, root } = fieldsOf(record["reply"])
  const at = instantOf(indexedAt) ?? instantOf(record["createdAt"])
  const attachments = imagesIn(record["embed"], address)
  const text = textOf(record["text"]) ?? ""
  const target = referenceIn(parent)?.uri
  const page = pageOf(post.uri, textOf(handle))
  const [language] = Array.isArray(record["langs"]) ? record["langs"].filter(isText) : []
  return {
    type: "message",
    id: post.uri,
    provider: threadOf(post, referenceIn(root) ?? post),
    address,
    text,
    public: { post: post.uri, ...(page !== undefined && { url: page }) },
    ...(at !== undefined && { at }),
    ...(attachments.length > 0 && { attachments }),
    ...(isText(name) && { name }),
    ...(language !== undefined && { language }),
    ...(target !== undefined && { repliesTo: target }),
    ...(text === "" && attachments.length === 0 && { unsupported: "post", metadata: rawOf(record) }),
  }
}
