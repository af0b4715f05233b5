/** The bytes of a file, and what they are called. */
export interface StoredFile {
  readonly bytes: Uint8Array
  /** MIME type. */
  readonly type: string
  readonly name: string
}

/**
 * Where the bytes of files lie. Ids are given by the house: letters, digits and `_`. A file is written once and never changed; the same
 * id again is the same file.
 */
export interface MediaStore {
  put(id: string, file: StoredFile): Promise<void>
  /** `undefined` where no file has this id. */
  get(id: string): Promise<StoredFile | undefined>
  /** Removes these, and every trace of them; ids that name nothing are no error. */
  delete(ids: readonly string[]): Promise<void>
}
