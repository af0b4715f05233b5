import type { Media, MediaBytes } from "../../channel/media.ts"

/** How a file is kept. */
export interface PutOptions {
  /** MIME type; pictures, sounds, films and PDF have to be what they say. */
  readonly type: string
  readonly name: string
  /** It is nobody's in particular: it stays when one of those to whom it was sent is erased. */
  readonly shared?: boolean
}

/** Files: kept here, and fetched from elsewhere when they are needed. */
export interface MediaDoor {
  /** Keeps a file, to be sent: `{ image: await escucha.media.put(bytes, { type, name }) }`. */
  readonly put: (bytes: Uint8Array, options: PutOptions) => Promise<Media>
  /** The bytes of a file; of one that a customer sent, with the channel by which it came. */
  readonly get: (media: Pick<Media, "url">, options?: { readonly channel?: string }) => Promise<MediaBytes>
  /** A link to a file for whoever may see it, for an hour: a path below the address of your house. */
  readonly link: (
    media: Pick<Media, "url" | "name">,
    options?: { readonly channel?: string },
  ) => Promise<{ readonly path: string; readonly expiresAt: number }>
  /** Removes a file that was put here, and every trace of it. */
  readonly remove: (media: Pick<Media, "url">) => Promise<void>
}
