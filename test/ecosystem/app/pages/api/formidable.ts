import type { NextApiRequest, NextApiResponse } from 'next'
import fs from 'node:fs/promises'
import formidable, { errors as formidableErrors } from 'formidable'

export const config = { api: { bodyParser: false } }

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const form = formidable({ maxFileSize: 64 * 1024, keepExtensions: true })
  try {
    const [fields, files] = await form.parse(req)
    const out = await Promise.all(
      Object.entries(files).flatMap(([field, list]) =>
        ((list ?? []) as formidable.File[]).map(async (f) => {
          const content = await fs.readFile(f.filepath)
          await fs.unlink(f.filepath)
          return {
            field,
            name: f.originalFilename,
            type: f.mimetype,
            size: f.size,
            head: content.subarray(0, 5).toString(),
          }
        }),
      ),
    )
    res.status(200).json({ fields, files: out })
  } catch (err: any) {
    const tooLarge =
      err.code === formidableErrors.biggerThanMaxFileSize || err.code === formidableErrors.biggerThanTotalMaxFileSize
    res.status(tooLarge ? 413 : err.httpCode || 400).json({ error: err.message })
  }
}
