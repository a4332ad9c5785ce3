import type { NextApiRequest, NextApiResponse } from 'next'
import multer from 'multer'
import { createRouter, expressWrapper } from 'next-connect'

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 64 * 1024 } })

const apiRoute = createRouter<NextApiRequest & { files: any[] }, NextApiResponse>()
apiRoute.use(expressWrapper(upload.array('theFiles') as any))
apiRoute.post((req, res) => {
  res.status(200).json({
    body: { ...req.body },
    files: req.files.map((f) => ({
      name: f.originalname,
      type: f.mimetype,
      size: f.size,
      text: f.buffer.toString().slice(0, 5),
    })),
  })
})

export default apiRoute.handler({
  onError(error: any, req, res) {
    res.status(501).json({ error: `Sorry something Happened! ${error.message}` })
  },
  onNoMatch(req, res) {
    res.status(405).json({ error: `Method '${req.method}' Not Allowed` })
  },
})

export const config = {
  api: {
    bodyParser: false, // Disallow body parsing, consume as stream
  },
}
