import type { NextApiRequest, NextApiResponse } from 'next'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

const s3 = new S3Client({
  region: 'us-east-1',
  endpoint: `${process.env.MOCK_HTTP_URL}/s3`,
  forcePathStyle: true,
  credentials: { accessKeyId: 'AKIAECOSYSTEM', secretAccessKey: 'secret' },
})

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { name, type } = req.body
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'bucket', Key: name, ContentType: type }), {
    expiresIn: 600,
  })
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: name, Body: 'server side', ContentType: type }))
  const obj = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: name }))
  res.status(200).json({ url, stored: await obj.Body!.transformToString() })
}
