// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/thumbnail.h"

#include "tests/unit/test_pictures.h"

#include <gtest/gtest.h>

#include <QBuffer>
#include <QColorSpace>
#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QImageReader>

using namespace Qt::StringLiterals;
using namespace pipit::test;

namespace pipit::files {
namespace {

Result<Thumbnail> thumbnailOf(QByteArray content, const QByteArray &mimeType)
{
    QBuffer file(&content);
    file.open(QIODevice::ReadOnly);
    const std::atomic<bool> isGivenUp = false;
    return makeThumbnail(file, mimeType, isGivenUp);
}

ErrorCode faultOf(const QByteArray &content, const QByteArray &mimeType)
{
    const auto thumbnail = thumbnailOf(content, mimeType);
    return thumbnail ? ErrorCode::Internal : thumbnail.error().code;
}

QImage imageOf(const Thumbnail &thumbnail)
{
    return QImage::fromData(thumbnail.bytes, thumbnail.mimeType == "image/png" ? "png" : "jpeg");
}

bool isNear(QColor one, QColor other)
{
    const auto near = [](int a, int b) { return std::abs(a - b) <= 12; };
    return near(one.red(), other.red()) && near(one.green(), other.green()) && near(one.blue(), other.blue());
}

// A third of the width is red, the rest green.
QImage redAndGreen(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::green);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width / 3; ++x)
            image.setPixel(x, y, qRgb(255, 0, 0));
    }
    return image;
}

// How much more memory `work` needs at its peak than before. Nothing where the system does not tell.
std::optional<qint64> peakOf(const std::function<void()> &work)
{
    const auto kilobytesOf = [](const QByteArray &name) -> qint64 {
        QFile status(u"/proc/self/status"_s);
        if (!status.open(QIODevice::ReadOnly))
            return -1;
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith(name))
                return line.mid(name.size()).simplified().split(' ').first().toLongLong();
        }
        return -1;
    };
    QFile references(u"/proc/self/clear_refs"_s);
    const bool isReset = references.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && references.write("5") == 1; // the peak begins anew
    const qint64 before = kilobytesOf("VmRSS:");
    work();
    return isReset && before >= 0 ? std::optional(kilobytesOf("VmHWM:") - before) : std::nullopt;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memoryIsOurs = false; // a sanitizer needs its own
#else
constexpr bool memoryIsOurs = true;
#endif

void expectPeakBelow(int mebibytes, const std::optional<qint64> &kilobytes)
{
    if (kilobytes && memoryIsOurs) {
        EXPECT_LT(*kilobytes, mebibytes << 10);
    }
}

// Qt 6.4 makes a PNG smaller while it reads it, Qt 6.8 afterwards.
bool isPngScaledWhileItIsRead()
{
    QByteArray picture = blackPng(2, 2, 8, Rgb);
    QBuffer bytes(&picture);
    return bytes.open(QIODevice::ReadOnly) && QImageReader(&bytes, "png").supportsOption(QImageIOHandler::ScaledSize);
}

class ThumbnailTest : public testing::Test
{
protected:
    ThumbnailTest() { QImageReader::setAllocationLimit(allocationLimitMiB); }
};

TEST_F(ThumbnailTest, NeedsNoScreen)
{
    ASSERT_EQ(qobject_cast<QGuiApplication *>(QCoreApplication::instance()), nullptr);
    const auto thumbnail = thumbnailOf(saved(redAndGreen(1500, 1000), "jpeg"), "image/jpeg");
    ASSERT_TRUE(thumbnail.ok()) << qPrintable(thumbnail.error().message);
    EXPECT_EQ(thumbnail->mimeType, "image/jpeg");
    EXPECT_EQ(thumbnail->width, 1500);
    EXPECT_EQ(thumbnail->height, 1000);
    const QImage image = imageOf(*thumbnail);
    EXPECT_EQ(image.size(), QSize(512, 341));
    EXPECT_TRUE(isNear(image.pixelColor(50, 100), Qt::red));
    EXPECT_TRUE(isNear(image.pixelColor(450, 100), Qt::green));
}

TEST_F(ThumbnailTest, ASmallPictureStaysSmall)
{
    const auto thumbnail = thumbnailOf(saved(redAndGreen(60, 20), "png"), "image/png");
    ASSERT_TRUE(thumbnail.ok());
    EXPECT_EQ(imageOf(*thumbnail).size(), QSize(60, 20));
}

TEST_F(ThumbnailTest, WhatShinesThroughStaysPng)
{
    QImage image(700, 700, QImage::Format_ARGB32);
    image.fill(Qt::blue);
    auto thumbnail = thumbnailOf(saved(image, "png"), "image/png");
    ASSERT_TRUE(thumbnail.ok());
    EXPECT_EQ(thumbnail->mimeType, "image/jpeg") << "nothing shines through";

    image.fill(QColor(0, 0, 255, 100));
    thumbnail = thumbnailOf(saved(image, "png"), "image/png");
    ASSERT_TRUE(thumbnail.ok());
    EXPECT_EQ(thumbnail->mimeType, "image/png");
    EXPECT_EQ(imageOf(*thumbnail).size(), QSize(512, 512));
    EXPECT_EQ(imageOf(*thumbnail).pixelColor(10, 10).alpha(), 100);
}

TEST_F(ThumbnailTest, HasNothingButPixels)
{
    QImage image = redAndGreen(100, 100);
    image.setText(u"Comment"_s, u"taken at home"_s);
    image.setColorSpace(QColorSpace::AdobeRgb);
    for (const char *format : {"png", "jpeg"}) {
        const auto thumbnail = thumbnailOf(saved(image, format), QByteArray("image/") + format);
        ASSERT_TRUE(thumbnail.ok());
        EXPECT_FALSE(thumbnail->bytes.contains("taken")) << format;
        EXPECT_FALSE(thumbnail->bytes.contains("ICC_PROFILE")) << format;
        EXPECT_TRUE(imageOf(*thumbnail).textKeys().isEmpty());
    }
}

TEST_F(ThumbnailTest, StandsAsItsCameraWasHeld)
{
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto thumbnail = thumbnailOf(turnedJpeg(redAndGreen(1200, 600), orientation), "image/jpeg");
        ASSERT_TRUE(thumbnail.ok());
        const bool isTurned = orientation >= 5;
        EXPECT_EQ(QSize(thumbnail->width, thumbnail->height), isTurned ? QSize(600, 1200) : QSize(1200, 600)) << orientation;
        const QImage image = imageOf(*thumbnail);
        ASSERT_EQ(image.size(), isTurned ? QSize(256, 512) : QSize(512, 256)) << orientation;
        // Where the left side of the stored picture is seen: left, right, right, left, top, top, bottom, bottom.
        const QPoint red[] = {{20, 128}, {490, 128}, {490, 128}, {20, 128}, {128, 20}, {128, 20}, {128, 490}, {128, 490}};
        EXPECT_TRUE(isNear(image.pixelColor(red[orientation - 1]), Qt::red)) << orientation;
    }
}

TEST_F(ThumbnailTest, OfAGifIsItsFirstFrame)
{
    const auto thumbnail = thumbnailOf(gifOfFrames(10'000), "image/gif");
    ASSERT_TRUE(thumbnail.ok()) << qPrintable(thumbnail.error().message);
    EXPECT_TRUE(isNear(imageOf(*thumbnail).pixelColor(0, 0), Qt::red));
    EXPECT_EQ(thumbnail->width, 1);
}

TEST_F(ThumbnailTest, OfWebpIsMadeWhereQtReadsIt)
{
    const QByteArray webp = QByteArray::fromBase64("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    if (hasThumbnails("image/webp"))
        EXPECT_TRUE(thumbnailOf(webp, "image/webp").ok());
    else
        EXPECT_EQ(faultOf(webp, "image/webp"), ErrorCode::UnsupportedMediaType);
}

TEST_F(ThumbnailTest, OfOtherTypesIsNotMade)
{
    const QByteArray svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";
    for (const char *type : {"image/svg+xml", "image/bmp", "image/x-xpixmap", "video/mp4", "", "png"}) {
        EXPECT_FALSE(hasThumbnails(type)) << type;
        EXPECT_EQ(faultOf(svg, type), ErrorCode::UnsupportedMediaType) << type;
    }
    // What was sniffed is what it is read as.
    EXPECT_EQ(faultOf(svg, "image/png"), ErrorCode::InvalidRequest);
    EXPECT_EQ(faultOf(saved(redAndGreen(10, 10), "png"), "image/jpeg"), ErrorCode::InvalidRequest);
    EXPECT_EQ(faultOf(saved(redAndGreen(10, 10), "bmp"), "image/png"), ErrorCode::InvalidRequest);
}

TEST_F(ThumbnailTest, ABombIsRefusedBeforeItGoesOff)
{
    const QByteArray bomb = blackPng(30'000, 30'000, 1, Grey);
    ASSERT_LT(bomb.size(), 1 << 20);
    expectPeakBelow(64, peakOf([&bomb] { EXPECT_EQ(faultOf(bomb, "image/png"), ErrorCode::TooLarge); }));
}

TEST_F(ThumbnailTest, AHugePictureIsMadeSmallerWhileItIsRead)
{
    const QByteArray huge = blackPng(14'000, 3'500, 8, Rgb);
    expectPeakBelow(isPngScaledWhileItIsRead() ? 64 : 300, peakOf([&huge] {
        const auto thumbnail = thumbnailOf(huge, "image/png");
        ASSERT_TRUE(thumbnail.ok()) << qPrintable(thumbnail.error().message);
        EXPECT_EQ(imageOf(*thumbnail).size(), QSize(512, 128));
        EXPECT_EQ(thumbnail->width, 14'000);
    }));
}

TEST_F(ThumbnailTest, TextsArePassedBy)
{
    const QByteArray text = pngChunk("zTXt", QByteArray(QByteArray("Comment\0\0", 9) + deflated(QByteArray(7'900'000, 'a'))));
    const QByteArray picture = blackPng(600, 300, 8, Rgb, text.repeated(60));
    expectPeakBelow(64, peakOf([&picture] {
        const auto thumbnail = thumbnailOf(picture, "image/png");
        ASSERT_TRUE(thumbnail.ok()) << qPrintable(thumbnail.error().message);
        EXPECT_EQ(imageOf(*thumbnail).size(), QSize(512, 256));
    }));
}

TEST_F(ThumbnailTest, TheLimitsOfSizeAreWhatTheySay)
{
    EXPECT_EQ(faultOf(blackPng(30'001, 1, 1, Grey), "image/png"), ErrorCode::TooLarge);
    EXPECT_EQ(faultOf(blackPng(1, 30'001, 1, Grey), "image/png"), ErrorCode::TooLarge);
    EXPECT_EQ(faultOf(blackPng(10'000, 5'001, 1, Grey), "image/png"), ErrorCode::TooLarge);
    const auto line = thumbnailOf(blackPng(30'000, 1, 1, Grey), "image/png");
    ASSERT_TRUE(line.ok());
    EXPECT_EQ(imageOf(*line).size(), QSize(512, 1));
    const auto largest = thumbnailOf(blackPng(10'000, 5'000, 8, Grey), "image/png");
    ASSERT_TRUE(largest.ok()) << qPrintable(largest.error().message);
    EXPECT_EQ(imageOf(*largest).size(), QSize(512, 256));
}

TEST_F(ThumbnailTest, AHeadThatLiesIsFoundOut)
{
    const QByteArray onePixel(4, '\0');
    EXPECT_EQ(faultOf(png(100, 100, 8, Rgb, onePixel), "image/png"), ErrorCode::InvalidRequest);
    EXPECT_EQ(faultOf(png(0, 100, 8, Rgb, onePixel), "image/png"), ErrorCode::InvalidRequest);
    EXPECT_EQ(faultOf(png(0xFFFFFFFF, 0xFFFFFFFF, 8, Rgb, onePixel), "image/png"), ErrorCode::InvalidRequest);
    EXPECT_EQ(faultOf(png(100'000, 100'000, 8, Rgb, onePixel), "image/png"), ErrorCode::TooLarge);
    QByteArray wrongSum = png(1, 1, 8, Rgb, onePixel);
    wrongSum[20] = 1;
    EXPECT_EQ(faultOf(wrongSum, "image/png"), ErrorCode::InvalidRequest);
    QByteArray endless = png(1, 1, 8, Rgb, onePixel);
    endless.replace(8 + 25, 4, "\x7F\xFF\xFF\xFF");
    EXPECT_EQ(faultOf(endless, "image/png"), ErrorCode::InvalidRequest);
    const QByteArray strange = blackPng(10, 10, 8, Rgb, QByteArray(bigEndian(0xFFFFFFF0) + QByteArrayLiteral("abCd")));
    EXPECT_EQ(faultOf(strange, "image/png"), ErrorCode::InvalidRequest);
}

TEST_F(ThumbnailTest, WhatIsGivenUpReadsNoFurther)
{
    class CountedFile : public QBuffer
    {
    public:
        using QBuffer::QBuffer;
        int reads = 0;

    protected:
        qint64 readData(char *data, qint64 maxSize) override
        {
            ++reads;
            return QBuffer::readData(data, maxSize);
        }
    };

    const QImage image = redAndGreen(64, 64);
    const std::pair<QByteArray, QByteArray> files[] = {{"image/png", saved(image, "png")}, {"image/jpeg", saved(image, "jpeg")}, {"image/gif", gifOfFrames(3)}};
    for (const auto &[type, whole] : files) {
        CountedFile file;
        file.setData(whole);
        file.open(QIODevice::ReadOnly);
        const std::atomic<bool> isGivenUp = true;
        EXPECT_FALSE(makeThumbnail(file, type, isGivenUp).ok());
        EXPECT_EQ(file.reads, 0) << type.constData();
    }
}

TEST_F(ThumbnailTest, CutFilesDoNoHarm)
{
    const QImage image = redAndGreen(64, 64);
    const std::pair<QByteArray, QByteArray> files[] = {{"image/png", saved(image, "png")}, {"image/jpeg", saved(image, "jpeg")}, {"image/gif", gifOfFrames(3)}};
    for (const auto &[type, whole] : files) {
        ASSERT_TRUE(thumbnailOf(whole, type).ok()) << type.constData();
        EXPECT_EQ(faultOf({}, type), ErrorCode::InvalidRequest) << type.constData();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const auto thumbnail = thumbnailOf(whole.first(size), type);
            if (type == "image/png" || size < 10) {
                EXPECT_FALSE(thumbnail.ok()) << type.constData() << size;
            }
            if (!thumbnail.ok()) {
                EXPECT_EQ(thumbnail.error().code, ErrorCode::InvalidRequest);
            }
        }
    }
}

// Every byte of small pictures, changed: nothing is worse than an error. (For the sanitizers.)
TEST_F(ThumbnailTest, SpoiltFilesDoNoHarm)
{
    const QImage image = redAndGreen(40, 30);
    const std::pair<QByteArray, QByteArray> files[] = {{"image/png", saved(image, "png")}, {"image/jpeg", turnedJpeg(image, 6)}, {"image/gif", gifOfFrames(3)}};
    for (const auto &[type, whole] : files) {
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (const char byte : {'\0', '\xFF', '\x7F'}) {
                QByteArray spoilt = whole;
                spoilt[at] = byte;
                const auto thumbnail = thumbnailOf(spoilt, type);
                if (thumbnail) {
                    EXPECT_FALSE(imageOf(*thumbnail).isNull());
                }
            }
        }
    }
}

} // namespace
} // namespace pipit::files
