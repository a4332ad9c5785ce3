import { ImageResponse } from 'next/og'

export async function GET(request: Request) {
  const title = new URL(request.url).searchParams.get('title') ?? 'Hello'
  return new ImageResponse(
    <div
      style={{
        display: 'flex',
        fontSize: 40,
        width: '100%',
        height: '100%',
        alignItems: 'center',
        background: 'white',
      }}
    >
      {title}
    </div>,
    { width: 300, height: 150 },
  )
}
