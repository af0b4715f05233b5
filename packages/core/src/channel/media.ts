/**
 * A picture, a sound, a film or a file. Only its address travels: bytes are fetched when somebody needs them, through the one guarded
 * fetch.
 */
export interface Media {
  /**
   * `https://…`; `media:ID`, which lies in the media store of this house; or `provider:REFERENCE`, which only the channel that brought
   * it can turn into an address.
   */
  readonly url: string
  /** MIME type, such as `image/jpeg`. */
  readonly type?: string
  /** The name of the file, without a path. */
  readonly name?: string
  /** Bytes. */
  readonly size?: number
  /** Milliseconds, of what is heard or seen. */
  readonly duration?: number
  /** What it shows or says, for whoever cannot see or hear it. */
  readonly alt?: string
  /** What is said in it, where somebody wrote it down. */
  readonly transcript?: string
}

/** The bytes of a media part, for channels that take no address. */
export interface MediaBytes {
  readonly bytes: Uint8Array
  readonly type: string
  readonly name: string
}
