import type { NextApiRequest, NextApiResponse } from 'next'
import { handleUpload, type HandleUploadBody } from '@vercel/blob/client'

export default async function handler(request: NextApiRequest, response: NextApiResponse) {
  const body = request.body as HandleUploadBody
  try {
    const jsonResponse = await handleUpload({
      body,
      request,
      onBeforeGenerateToken: async () => ({
        allowedContentTypes: ['image/png'],
        callbackUrl: 'https://example.com/cb',
      }),
      onUploadCompleted: async () => {},
    })
    response.status(200).json(jsonResponse)
  } catch (error) {
    response.status(400).json({ error: (error as Error).message })
  }
}
