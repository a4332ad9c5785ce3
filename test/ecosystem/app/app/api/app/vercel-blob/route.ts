import { handleUpload, type HandleUploadBody } from '@vercel/blob/client'
import { NextResponse } from 'next/server'

export async function POST(request: Request): Promise<NextResponse> {
  const body = (await request.json()) as HandleUploadBody
  try {
    const jsonResponse = await handleUpload({
      body,
      request,
      onBeforeGenerateToken: async (pathname) => {
        if (pathname.endsWith('.exe')) throw new Error('Not allowed')
        return {
          allowedContentTypes: ['image/png'],
          callbackUrl: 'https://example.com/cb',
          tokenPayload: JSON.stringify({ user: 1 }),
        }
      },
      onUploadCompleted: async ({ blob, tokenPayload }) => {
        ;(globalThis as any).blobDone = { pathname: blob.pathname, tokenPayload }
      },
    })
    return NextResponse.json(jsonResponse)
  } catch (error) {
    return NextResponse.json({ error: (error as Error).message }, { status: 400 })
  }
}
